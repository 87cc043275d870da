package io.vigie.vrrp.app;

import io.vigie.vrrp.app.RouterPlan.Prefixed;
import io.vigie.vrrp.app.Tally.Count;
import io.vigie.vrrp.net.Addresses;
import io.vigie.vrrp.net.Addresses.Outcome;
import io.vigie.vrrp.net.Fence;
import io.vigie.vrrp.net.Nic;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One router's hold on its addresses: both dead man's switches, renewed only when an advert has
 * left. Thread rule: the loop thread.
 */
final class Lease {

  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
  private static final long SECOND_NANOS = 1_000_000_000;

  private final RouterPlan plan;
  private final Addresses addresses;
  private final Tally tally;
  private final @Nullable Fence fence;

  private boolean held;
  private boolean lingered;
  private long renewedNanos;

  Lease(RouterPlan plan, Addresses addresses, @Nullable Fence fence, Tally tally) {
    this.plan = plan;
    this.addresses = addresses;
    this.fence = fence;
    this.tally = tally;
  }

  /** An advert has left: packets may pass until peers may have taken over. */
  void advertLeft(Nic nic, long now) {
    if (fence != null && !fence.open(plan.fenceMillis())) {
      LOG.atWarn().addKeyValue("vip", plan.vip()).log("the fence could not be kept open");
    }
    if (held && now - renewedNanos >= plan.leaseSeconds() * SECOND_NANOS / 8) {
      put(nic, now);
    }
  }

  /** Puts the addresses on the interface. */
  void take(Nic nic, long now) {
    held = true;
    if (lingered && fence != null) {
      lingered = !fence.shut(); // else a part of it would stay open without adverts
      advertLeft(nic, now);
    }
    put(nic, now);
  }

  /** Serves on for so long, without a word of where the addresses are. */
  void linger(Nic nic, long now, long millis) {
    held = false;
    lingered = true;
    if (fence == null || !fence.linger(millis)) {
      letGo(nic); // two would answer for the addresses
      return;
    }
    put(nic, now);
  }

  /** Sends on to the former holder what is its own. */
  void relay(InetAddress former, long millis) {
    if (fence != null && !fence.relay(former, millis)) {
      LOG.atWarn()
          .addKeyValue("vip", plan.vip())
          .log("nothing is sent on to {}", former.getHostAddress());
    }
  }

  private void put(Nic nic, long now) {
    renewedNanos = now;
    for (Prefixed one : plan.addresses()) {
      Outcome outcome =
          addresses.lease(nic.index(), one.address(), one.prefix(), plan.leaseSeconds());
      if (outcome instanceof Outcome.Refused(String why)) {
        tally.count(Count.ADDRESS_REFUSED);
        LOG.atError()
            .addKeyValue("vip", plan.vip())
            .addKeyValue("address", one.address().getHostAddress())
            .log("{}", why);
      }
    }
  }

  /** Takes them off, and lets nothing through to them. */
  void letGo(Nic nic) {
    held = false;
    lingered = false;
    if (fence != null) {
      fence.shut();
    }
    for (Prefixed one : plan.addresses()) {
      if (addresses.remove(nic.index(), one.address(), one.prefix())
          instanceof Outcome.Refused(String why)) {
        LOG.atError()
            .addKeyValue("vip", plan.vip())
            .addKeyValue("address", one.address().getHostAddress())
            .log("{}", why);
      }
    }
  }

  /** Whether the addresses are wanted on the interface. */
  boolean held() {
    return held;
  }

  /** Whether the lease has been running long enough to have run out. */
  boolean ranOut(long now) {
    return now - renewedNanos >= (plan.leaseSeconds() - 1) * SECOND_NANOS;
  }

  /** Whether it can linger and relay. */
  boolean handsOver() {
    return fence != null && fence.handsOver();
  }

  /** Whether packets are held back while nobody keeps it open. */
  boolean fenced() {
    return fence != null;
  }

  void close() {
    if (fence != null) {
      fence.close();
    }
  }
}
