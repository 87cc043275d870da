package io.vigie.vrrp.app;

import io.vigie.vrrp.codec.Dialect;
import java.net.InetAddress;
import java.util.List;

/**
 * What the loop needs to play one virtual router, besides what the core knows.
 *
 * @param vip its name
 * @param networkInterface where it lives
 * @param dialect how it speaks
 * @param addresses what it holds while it is active, in file order
 * @param peers where adverts go; empty for multicast
 * @param burst frames per address and announcement
 * @param intervalMillis between adverts
 * @param leaseSeconds how long an address outlives the last advert: max(2 s, 2 × down interval)
 * @param fenceMillis how long packets are let through after an advert: the shortest time in which a
 *     peer may take over, less one interval; 0 for no fence, with intervals of 1 s or more
 */
record RouterPlan(
    String vip,
    String networkInterface,
    Dialect dialect,
    List<Prefixed> addresses,
    List<InetAddress> peers,
    int burst,
    long intervalMillis,
    int leaseSeconds,
    long fenceMillis) {

  RouterPlan {
    addresses = List.copyOf(addresses);
    peers = List.copyOf(peers);
  }

  /** An address as it is put on an interface. */
  record Prefixed(InetAddress address, int prefix) {}

  /** The addresses alone. */
  List<InetAddress> bare() {
    return addresses.stream().map(Prefixed::address).toList();
  }
}
