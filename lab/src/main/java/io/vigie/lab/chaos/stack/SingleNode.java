package io.vigie.lab.chaos.stack;

import io.vigie.lab.lan.Homelab;
import java.nio.file.Path;
import java.util.List;

/** No balancer: a DNS name leads to one node, k3s-1 on host p1. */
public record SingleNode() implements Stack {

  /** What it is called. */
  public static final String NAME = "single";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int target() {
    return Homelab.MACHINES.getOrDefault("k3s-1", 0);
  }

  @Override
  public boolean hasVip() {
    return false;
  }

  @Override
  public List<Program> programs(String balancer, String network, Path directory) {
    return List.of();
  }
}
