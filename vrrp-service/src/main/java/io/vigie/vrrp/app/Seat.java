package io.vigie.vrrp.app;

import io.vigie.vrrp.app.RouterPlan.Prefixed;
import io.vigie.vrrp.net.Addresses;
import io.vigie.vrrp.net.Addresses.Outcome;
import io.vigie.vrrp.net.Fence;
import io.vigie.vrrp.net.Fence.Raised;
import io.vigie.vrrp.net.KernelFailure;
import io.vigie.vrrp.net.Nic;
import io.vigie.vrrp.net.Poll;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one router of a group sits: its station and its lease, as long as its interface allows.
 *
 * <p>Thread rule: the loop thread.
 */
final class Seat {

  private static final Logger LOG = LoggerFactory.getLogger(Seat.class);

  final RouterPlan plan;
  final Tally tally;

  private final int router;
  private final Poll poll;
  private final Addresses addresses;
  private @Nullable Station station;
  private @Nullable Lease lease;
  private @Nullable Nic leaseNic;
  private String fenceTrouble = "";

  Seat(int router, RouterPlan plan, Tally tally, Poll poll, Addresses addresses) {
    this.router = router;
    this.plan = plan;
    this.tally = tally;
    this.poll = poll;
    this.addresses = addresses;
  }

  /** Why it cannot sit here now; empty if it can. */
  String trouble(Interfaces interfaces, Set<InetAddress> vips) {
    Optional<Nic> nic = interfaces.named(plan.networkInterface());
    if (nic.isEmpty()) {
      return "no interface " + plan.networkInterface();
    }
    if (!nic.get().up()) {
      return plan.networkInterface() + " is down";
    }
    boolean ipv6 = plan.dialect().ipv6();
    if (interfaces.source(nic.get(), ipv6, vips).isEmpty()) {
      return "%s has no %s address to speak from"
          .formatted(plan.networkInterface(), ipv6 ? "link-local IPv6" : "IPv4");
    }
    return "";
  }

  /**
   * Sits down, or moves where the interface or its address is another one.
   *
   * @return what went wrong; empty if nothing
   */
  String sit(Interfaces interfaces, Set<InetAddress> vips) {
    Nic nic = interfaces.named(plan.networkInterface()).orElseThrow();
    InetAddress source = interfaces.source(nic, plan.dialect().ipv6(), vips).orElseThrow();
    if (station != null && station.isAt(nic, source)) {
      return "";
    }
    rise();
    try {
      station = Station.open(router, plan, tally, nic, source, poll);
    } catch (KernelFailure e) {
      return Objects.requireNonNullElse(e.getMessage(), "no socket");
    }
    if (leaseNic == null || leaseNic.index() != nic.index()) {
      settle(nic, interfaces);
    }
    return "";
  }

  /** On another interface: another lease and another fence; what an earlier run left goes. */
  private void settle(Nic nic, Interfaces interfaces) {
    if (lease != null) {
      lease.close();
    }
    Fence fence = null;
    if (plan.fenceMillis() > 0) {
      switch (Fence.raise(plan.vip(), nic.name(), plan.dialect().addresses())) {
        case Raised.Up(Fence up, String lacks) -> {
          fence = up;
          fenceTrouble = lacks;
        }
        case Raised.Unavailable(String why) -> fenceTrouble = "no fence: " + why;
      }
      if (!fenceTrouble.isEmpty()) {
        LOG.atWarn().addKeyValue("vip", plan.vip()).log("{}", fenceTrouble);
      }
    }
    leaseNic = nic;
    lease = new Lease(plan, addresses, fence, tally);
    if (!plan.dialect().ipv6() && !Addresses.promoteSecondaries(nic.name())) {
      LOG.atWarn()
          .addKeyValue("interface", nic.name())
          .log("promote_secondaries cannot be set: a VIP goes with its network's first address");
    }
    for (Prefixed one : plan.addresses()) {
      if (interfaces.has(nic.index(), one.address())
          && addresses.remove(nic.index(), one.address(), one.prefix()) instanceof Outcome.Done) {
        LOG.atWarn()
            .addKeyValue("vip", plan.vip())
            .addKeyValue("address", one.address().getHostAddress())
            .log("removed what an earlier run had left");
      }
    }
  }

  /** Leaves the station; the lease stays what it is. */
  void rise() {
    if (station != null) {
      station.close(poll);
      station = null;
    }
  }

  @Nullable Station station() {
    return station;
  }

  @Nullable Lease lease() {
    return lease;
  }

  /** Whether it can linger and relay. */
  boolean handsOver() {
    return lease != null && lease.handsOver();
  }

  /** The interface of the lease. */
  @Nullable Nic nic() {
    return leaseNic;
  }

  /** What people should know; empty if nothing. */
  String warning() {
    return fenceTrouble.isEmpty() ? "" : plan.vip() + ": " + fenceTrouble;
  }

  /** Leaves for good: nothing of it is left in the kernel. */
  void leave() {
    rise();
    if (lease != null && leaseNic != null) {
      lease.letGo(leaseNic);
      lease.close();
      lease = null;
      leaseNic = null;
    }
  }
}
