package io.vigie.vrrp.app;

import io.vigie.event.RoleChanged.Role;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /v1/state} shows.
 *
 * @param scheduling how urgent the loop thread is
 * @param vips by name
 */
public record Picture(String scheduling, Map<String, Vip> vips) {

  /** Before the loop has run. */
  static final Picture NONE = new Picture("not running", Map.of());

  /**
   * One virtual router.
   *
   * @param group its sync group, or its own name
   * @param vrid virtual router id
   * @param version of VRRP
   * @param networkInterface where it lives
   * @param role what it plays
   * @param priority what it says
   * @param configured what it says when all is well
   * @param active who holds the VIP as far as is known
   * @param addresses the VIP's addresses
   * @param held whether this host has them on its interface
   * @param fenced whether packets are held back by nftables while no advert leaves
   * @param intervalMillis between adverts
   * @param flaps of this host since it was last clear
   * @param yielded whether it was handed over and stays back until it is needed
   * @param unwell what speaks against this host
   * @param counters since the start
   */
  public record Vip(
      String group,
      int vrid,
      int version,
      String networkInterface,
      Role role,
      int priority,
      int configured,
      @Nullable String active,
      List<String> addresses,
      boolean held,
      boolean fenced,
      long intervalMillis,
      int flaps,
      boolean yielded,
      List<String> unwell,
      Map<String, Long> counters) {}
}
