package io.vigie.event;

import java.util.List;

/**
 * A virtual router speaks with another priority than before.
 *
 * @param vip the VIP, as named in the configuration
 * @param priority what it says now; 1 and 2 when others should rather hold the VIP
 * @param was what it said before; 0 at the start
 * @param configured what it says when all is well
 * @param reasons what takes from it or adds to it, for people; empty when all is well
 */
public record PriorityChanged(
    String vip,
    @Bounds(least = 1, most = 255) int priority,
    @Bounds(most = 255) int was,
    @Bounds(least = 1, most = 255) int configured,
    List<String> reasons)
    implements Event {

  public PriorityChanged {
    reasons = reasons.stream().map(Brief::of).toList();
  }

  @Override
  public String subject() {
    return vip;
  }
}
