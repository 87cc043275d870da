package io.vigie.health.core;

/** Something that is probed. */
public sealed interface Target {

  /** A check of a node. */
  record NodeCheck(String node, String check) implements Target {}

  /** A frontend, as a client would use it. */
  record Frontend(String name, String address) implements Target {}

  /** A peer balancer or the gateway: asked only whether it is there. */
  record Witness(String name) implements Target {}
}
