package io.vigie.event;

import org.jspecify.annotations.Nullable;

/**
 * A volume that is to have several replicas lives on its last good one; or no longer.
 *
 * @param volume the volume
 * @param alarm whether it is so
 * @param replica the last one; none where there is not even one, or it is over
 * @param node where it is; none where there is none
 * @param workload whose volume it is; none if nobody uses it
 */
public record LastReplica(
    String volume,
    boolean alarm,
    @Nullable String replica,
    @Nullable String node,
    @Nullable String workload)
    implements Event {

  @Override
  public String subject() {
    return volume;
  }
}
