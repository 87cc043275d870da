package io.vigie.vrrp.net;

import java.net.InetAddress;

/** What the kernel says about interfaces and addresses (rtnetlink(7)). */
public sealed interface NetEvent {

  /** An interface is there, as it is now. */
  record LinkChanged(Nic nic) implements NetEvent {}

  /** An interface is gone. */
  record LinkGone(int index) implements NetEvent {}

  /**
   * An address is on an interface; told again whenever its lifetime is renewed.
   *
   * @param secondary whether it is not the first of its network (IPv4)
   */
  record AddressAdded(int index, InetAddress address, int prefix, boolean secondary)
      implements NetEvent {}

  /** An address is gone from an interface. */
  record AddressRemoved(int index, InetAddress address, int prefix) implements NetEvent {}

  /** News were lost: everything is to be looked at anew. */
  record Overrun() implements NetEvent {}
}
