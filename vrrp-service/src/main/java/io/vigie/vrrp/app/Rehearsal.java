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
  private static final String LOOPBACK = "lo";
  private static final byte[] ADDRESS = {127, 86, 73, 71};
  private static final byte[] PEER = {127, 86, 73, 69};

  private Rehearsal() {}

  /** Rehearses; a failure is of no consequence but for the first takeover's speed. */
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
        runner.take(new Input.Start()); // the owner is active at once
        runner.take(new Input.Heard(0, 100, 1, peer.getHostAddress(), -1)); // a weaker one
        runner.take(new Input.Heard(0, Group.OWNER, 1, peer.getHostAddress(), 1)); // gives way
        boolean drained = runner.hear();
        runner.tick(drained);
        runner.take(new Input.Stop());
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
            Group.OWNER,
            Preempt.ALWAYS,
            0,
            0,
            0,
            new Stability(1_000_000_000, 1_000_000_000),
            new Group.Announcing(1_000_000_000, 0),
            List.of(),
            Map.of());
    return new GroupPlan(group, List.of(plan), Map.of(), Map.of());
  }
}
