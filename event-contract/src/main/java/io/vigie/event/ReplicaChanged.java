package io.vigie.event;

import org.jspecify.annotations.Nullable;

/**
 * A replica of a Longhorn volume is another than before, by what Longhorn says. One that nobody
 * ever spoke of is healthy.
 *
 * @param replica its name
 * @param volume whose it is
 * @param node where it is; none before it is placed
 * @param state what it is good for
 * @param failedAt since when it has failed, as Longhorn says; none if it has not, or Longhorn's
 *     engine alone has noticed
 * @param healthyAt since when it has had all data, as Longhorn says; none if it has not
 */
public record ReplicaChanged(
    String replica,
    String volume,
    @Nullable String node,
    ReplicaState state,
    @Bounds(instant = true) @Nullable String failedAt,
    @Bounds(instant = true) @Nullable String healthyAt)
    implements Event {

  @Override
  public String subject() {
    return replica;
  }

  /** What a replica is good for. */
  public enum ReplicaState implements Wire {
    /** It has all data. */
    HEALTHY,
    /** Longhorn has given it up, until it is rebuilt or thrown away. */
    FAILED,
    /** It is being filled, or waits for it. */
    REBUILDING,
    /** It is no more. */
    DELETED
  }
}
