package io.vigie.sim.play;

/** What comes from outside the cluster. */
public sealed interface Input {

  /** Time has passed. */
  record Tick() implements Input {}

  /**
   * A node cannot be reached any more.
   *
   * @param killed whether its processes have ended, so that it boots when it comes back
   */
  record Went(String node, boolean killed) implements Input {}

  /** A node is there again. */
  record Came(String node) implements Input {}

  /** Somebody cordons a node, or no longer. */
  record Cordon(String node, boolean cordoned) implements Input {}

  /** Somebody asks for a switchover to an instance of the database. */
  record Promote(String instance) implements Input {}
}
