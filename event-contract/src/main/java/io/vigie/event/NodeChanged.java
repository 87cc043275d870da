package io.vigie.event;

import java.util.List;

/**
 * An observer changed its mind about a node.
 *
 * @param node the node, as named in the configuration
 * @param status the verdict
 * @param failing the checks that are down, sorted
 * @param passing the checks that are up, sorted
 * @param penalty flap damping penalty now; 1000 for each time the node went down, halved every
 *     half-life
 * @param suppressedMillis how long the node stays out if it is quiet from now on; 0 unless flapping
 * @param impaired whether the observer doubted itself: others must not count this verdict
 */
public record NodeChanged(
    String node,
    NodeStatus status,
    List<String> failing,
    List<String> passing,
    long penalty,
    long suppressedMillis,
    boolean impaired)
    implements Event {

  public NodeChanged {
    failing = List.copyOf(failing);
    passing = List.copyOf(passing);
  }

  @Override
  public String subject() {
    return node;
  }

  /** An observer's verdict on a node. */
  public enum NodeStatus implements Wire {
    /** Every check passes. */
    UP,
    /** Some checks fail, at least one passes. */
    DEGRADED,
    /** Every check fails. */
    DOWN,
    /**
     * Checks pass, but the node went down too often lately: it stays out until it has been quiet.
     */
    FLAPPING
  }
}
