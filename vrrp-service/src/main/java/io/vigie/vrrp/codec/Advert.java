package io.vigie.vrrp.codec;

import java.net.InetAddress;
import java.util.List;

/**
 * What a router advertises.
 *
 * @param version 2 or 3
 * @param vrid the virtual router, 1 to 255
 * @param priority 0 (resigns) to 255 (owns the addresses)
 * @param intervalCentis centiseconds between two adverts; version 2 speaks in whole seconds
 * @param addresses the virtual addresses, in the order sent
 */
public record Advert(
    int version, int vrid, int priority, int intervalCentis, List<InetAddress> addresses) {

  /** Keeps its own copy of the list. */
  public Advert {
    addresses = List.copyOf(addresses);
  }
}
