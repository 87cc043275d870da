package io.vigie.vrrp.app;

import io.vigie.event.EventIds;
import io.vigie.vrrp.app.RouterPlan.Prefixed;
import io.vigie.vrrp.codec.ChecksumForm;
import io.vigie.vrrp.codec.Dialect;
import io.vigie.vrrp.core.Group;
import io.vigie.vrrp.core.Input;
import io.vigie.vrrp.core.Preempt;
import io.vigie.vrrp.core.Router;
import io.vigie.vrrp.core.Stability;
import io.vigie.vrrp.net.Addresses;
import io.vigie.vrrp.net.Poll;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over and lets go a few dozen times on the loopback interface, with an address of its own
 * there, before the first real election. A JVM loads and links what it runs for the first time; the
 * first takeover would take half a second longer than the second.
 */
final class Rehearsal {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final int TIMES = 40;

  /** One of so many takeovers is from a silent one: that takes the 30 ms of three adverts. */
  private static final int SILENT_EACH = 8;

  /** The most urgent that is not the owner's: its Skew_Time is a fraction of a millisecond. */
  private static final int PRIORITY = 254;

  private static final long PATIENCE_NANOS = 100_000_000;
  private static final String LOOPBACK = "lo";
  private static final byte[] ADDRESS = {127, 86, 73, 71};
  private static final byte[] PEER = {127, 86, 73, 69};

  private Rehearsal() {}

  /**
   * Rehearses, for some 0.3 s; a failure is of no consequence but for the first takeover's speed.
   */
  static void run(Interfaces interfaces, Poll poll, Addresses addresses, EventIds ids) {
    long began = System.nanoTime();
    GroupRunner runner = null;
    try {
      InetAddress address = InetAddress.getByAddress(ADDRESS);
      InetAddress peer = InetAddress.getByAddress(PEER);
      int[] said = {0};
      runner =
          new GroupRunner(
              plan(address, peer),
              new HashMap<>(),
              poll,
              addresses,
              ids,
              fact -> said[0] += fact.event().toString().length());
      runner.look(interfaces, Set.of(address));
      for (int i = 0; i < TIMES; i++) {
        play(runner, poll, peer.getHostAddress(), i % SILENT_EACH == 0);
      }
      LOG.atInfo()
          .addKeyValue("millis", (System.nanoTime() - began) / 1_000_000)
          .addKeyValue("words", said[0])
          .log("rehearsed {} takeovers on {}", TIMES, LOOPBACK);
    } catch (UnknownHostException | RuntimeException e) {
      LOG.atWarn().log("no rehearsal: {}; the first takeover may take longer", e.toString());
    } finally {
      if (runner != null) {
        runner.leave();
      }
    }
  }

  /**
   * The other one is active and hands over, or falls silent; we take over, are challenged, stop and
   * are relieved.
   */
  private static void play(GroupRunner runner, Poll poll, String peer, boolean silent) {
    runner.take(new Input.Start());
    runner.take(new Input.Heard(0, Group.OWNER, 1, peer, 1));
    if (!silent) {
      runner.take(new Input.Heard(0, 0, 1, peer, 1));
      runner.take(new Input.Heard(0, 0, 1, peer, 1));
    }
    long latest = System.nanoTime() + PATIENCE_NANOS;
    while (!runner.active() && System.nanoTime() - latest < 0) {
      poll.await(runner.nextNanos(System.nanoTime()));
      boolean drained = runner.hear();
      runner.tick(drained);
    }
    runner.take(new Input.Heard(0, 1, 1, peer, -1));
    runner.take(new Input.Stop());
    runner.take(new Input.Heard(0, Group.OWNER, 1, peer, 1));
    runner.take(new Input.SessionsGone(0));
  }

  private static GroupPlan plan(InetAddress address, InetAddress peer) {
    Router router = new Router("rehearsal", 255, 3, 1, 3, List.of(address.getHostAddress()));
    Dialect dialect =
        new Dialect(
            3,
            255,
            false,
            1,
            List.of(address),
            null,
            ChecksumForm.PSEUDO_HEADER,
            false,
            Set.of(peer),
            null);
    RouterPlan plan =
        new RouterPlan(
            "rehearsal",
            LOOPBACK,
            dialect,
            List.of(new Prefixed(address, 32)),
            List.of(peer),
            1,
            10,
            2,
            20);
    Group group =
        new Group(
            "rehearsal",
            "rehearsal",
            List.of(router),
            PRIORITY,
            Preempt.ALWAYS,
            0,
            0,
            0,
            PATIENCE_NANOS,
            new Stability(1_000_000_000, 1_000_000_000),
            new Group.Announcing(1_000_000_000, 0),
            List.of(),
            Map.of());
    return new GroupPlan(group, List.of(plan), Map.of(), Map.of());
  }
}
