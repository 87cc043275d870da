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

  /** Tell the link where the addresses are: gratuitous ARP, unsolicited neighbour advertisement. */
  record Announce(int router) implements Effect {}

  /** Tell the others. */
  record Publish(Fact fact) implements Effect {}
}
