package io.vigie.vrrp.core;

import io.vigie.event.Fact;
import io.vigie.event.PeerConflict.ConflictKind;
import io.vigie.event.VipLost.LossCause;
import io.vigie.vrrp.core.Tracker.Reading;
import org.jspecify.annotations.Nullable;

/** What can happen to a group. {@code router} is the place in {@link Group#routers}. */
public sealed interface Input {

  /** The service takes up its work. */
  record Start() implements Input {}

  /** The service stops: as a planned handover, then {@link Role.Initialize}. */
  record Stop() implements Input {}

  /**
   * A timer fired, perhaps early or late.
   *
   * @param drained whether every packet that had arrived has been given as {@link Heard}: nobody is
   *     promoted before, since a late reader would take an active router for a silent one
   */
  record Tick(boolean drained) implements Input {}

  /**
   * An advert that passed the checks of RFC 9568 §7.1.
   *
   * @param priority 0 to 255
   * @param intervalCentis the sender's
   * @param sender its address
   * @param order the sender's address compared with our own as unsigned bytes: positive if greater
   */
  record Heard(int router, int priority, int intervalCentis, String sender, int order)
      implements Input {}

  /** An advert of ours left the machine. */
  record Sent(int router) implements Input {}

  /** Something that is tracked was looked at. */
  record Tracked(String tracker, Reading reading, Fact.@Nullable Ref cause) implements Input {}

  /** A person wants the VIP to go. Ignored where it is not held. */
  record HandOver(Fact.@Nullable Ref cause) implements Input {}

  /** lb-service has reset the sessions of this router's addresses. */
  record SessionsGone(int router) implements Input {}

  /** An address is gone from the interface, and it was not we. */
  record AddressLost(int router, String address, LossCause cause) implements Input {}

  /**
   * A peer does not go together with us.
   *
   * @param detail what was heard and what was expected
   */
  record Complaint(int router, ConflictKind kind, String peer, String detail) implements Input {}
}
