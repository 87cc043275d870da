package io.vigie.vrrp.core;

import io.vigie.event.Fact;

/** What is to be done, in this order. {@code router} is the place in {@link Group#routers}. */
public sealed interface Effect {

  /**
   * Send an advert; when it has left, say {@link Input.Sent}. While a router is active, this is
   * what keeps its fences open.
   *
   * @param priority 0 to resign
   */
  record SendAdvert(int router, int priority) implements Effect {}

  /** Put the router's addresses on the interface, and let packets through to them. */
  record AddAddresses(int router) implements Effect {}

  /** Take the router's addresses off the interface, and let nothing through to them. */
  record RemoveAddresses(int router) implements Effect {}

  /**
   * Serve on for so long without a word of where the addresses are: who has taken over says that,
   * and sends on what still comes for us.
   */
  record Linger(int router, long nanos) implements Effect {}

  /**
   * For so long, send on to the former holder what belongs to flows that did not begin here.
   *
   * @param former its own address
   */
  record Relay(int router, String former, long nanos) implements Effect {}

  /** Tell the link where the addresses are: gratuitous ARP, unsolicited neighbour advertisement. */
  record Announce(int router) implements Effect {}

  /** Tell the others. */
  record Publish(Fact fact) implements Effect {}
}
