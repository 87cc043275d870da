package io.vigie.event;

import org.jspecify.annotations.Nullable;

/**
 * A Longhorn volume is another than before, in what its owner cares about.
 *
 * @param volume its name
 * @param health how well it is
 * @param attachedTo the node it is attached on; none if detached
 * @param claim its claim: {@code git/data-gitea-0}; none if it has none
 * @param workload whose it is: {@code StatefulSet git/gitea}; none if nobody uses it
 * @param bytes its size
 * @param replicasWanted how many replicas it is to have
 * @param replicasHealthy how many it has that are safe to live on
 * @param reason why it is not healthy, in words; empty if it is
 */
public record VolumeChanged(
    String volume,
    VolumeHealth health,
    @Nullable String attachedTo,
    @Nullable String claim,
    @Nullable String workload,
    long bytes,
    int replicasWanted,
    int replicasHealthy,
    String reason)
    implements Event {

  @Override
  public String subject() {
    return volume;
  }

  /** How well a volume is. */
  public enum VolumeHealth implements Wire {
    /** All replicas are there. */
    HEALTHY,
    /** It answers, with fewer replicas than wanted. */
    DEGRADED,
    /** The node it is attached on is down: it does not answer until it is attached elsewhere. */
    STRANDED,
    /** No replica can serve it. */
    FAULTED,
    /** Nobody uses it now, so Longhorn says nothing of its health. */
    DETACHED,
    /** It is no more. */
    DELETED
  }
}
