package io.vigie.lab;

import io.vigie.lab.DemoProcess.Kind;
import io.vigie.lab.lan.Cable;
import io.vigie.sim.play.Presence;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the demo's nodes do, for the cluster they are to be: looks at their processes five times a
 * second, and at the network between them every third time, as that takes programs.
 */
public final class NodeWatch implements Supplier<Map<String, Presence>>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);
  private static final int LOOK_MILLIS = 200;
  private static final int NETWORK_EVERY = 3;

  private final DemoProcesses processes;
  private final Map<String, String> hosts;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("node-watch").daemon().factory());
  private volatile Map<String, Presence> presence = Map.of();
  private Set<String> cutOff = Set.of();
  private int looks;

  /**
   * Looks from now on.
   *
   * @param hosts behind whose network card a node is, where it is behind one
   */
  public NodeWatch(DemoProcesses processes, Map<String, String> hosts) {
    this.processes = processes;
    this.hosts = Map.copyOf(hosts);
    var _ =
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public Map<String, Presence> get() {
    return presence;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void look() {
    try {
      if (looks++ % NETWORK_EVERY == 0) {
        cutOff = cutOff();
      }
      Map<String, Presence> now = new TreeMap<>();
      for (DemoProcess one : processes.all()) {
        if (one.kind() == Kind.NODE) {
          now.put(one.name(), presence(one));
        }
      }
      presence = Map.copyOf(now);
    } catch (IOException | RuntimeException e) {
      LOG.debug("what the nodes do is not known", e); // they are started or ended just now
    }
  }

  private Presence presence(DemoProcess node) throws IOException {
    if (!node.process().isAlive()) {
      return Presence.ENDED;
    }
    boolean silent = cutOff.contains(node.name()) || node.process().isStopped();
    return silent ? Presence.SILENT : Presence.THERE;
  }

  private Set<String> cutOff() throws IOException {
    List<DemoProcess> nodes =
        processes.all().stream().filter(one -> one.kind() == Kind.NODE).toList();
    Set<String> swallowed = Blackhole.open(nodes.stream().map(DemoProcess::address).toList());
    Set<String> gone = new HashSet<>();
    for (DemoProcess node : nodes) {
      String host = hosts.getOrDefault(node.name(), "");
      if (swallowed.contains(node.address()) || isCut(node.name()) || isCut(host)) {
        gone.add(node.name());
      }
    }
    return gone;
  }

  private boolean isCut(String end) throws IOException {
    Optional<Cable> cable = processes.cables().find(end);
    return cable.isPresent() && !cable.get().whole();
  }
}
