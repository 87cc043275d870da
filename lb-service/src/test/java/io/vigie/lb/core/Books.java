package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Fact;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.lb.core.SimEngine.Client;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the director shows, what it has told and what the engine holds must agree at any time. */
final class Books {

  private static final long MILLI = 1_000_000;

  /** Attempts, pauses and the queue, and a tick that may be 20 ms late for each. */
  private static final long MOST_WITHOUT_SERVER =
      (RandomConfig.RETRIES + 1) * (2 * RandomConfig.CONNECT.toNanos() + 40 * MILLI)
          + RandomConfig.QUEUE.toNanos()
          + 20 * MILLI;

  private final SimEngine engine;
  private final Map<String, ServerState> told = new HashMap<>();

  Books(SimEngine engine) {
    this.engine = engine;
  }

  /** What was told of servers that are no more is not expected to be true. */
  void reconfigured(LbConfig config) {
    Set<String> servers = new HashSet<>();
    config
        .pools()
        .forEach((p, pool) -> pool.servers().keySet().forEach(s -> servers.add(p + "/" + s)));
    told.keySet().retainAll(servers);
  }

  /** Takes in what was told; each word on a server goes on from the last one. */
  void wrote(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Publish(Fact fact) && fact.event() instanceof ServerChanged e) {
        ServerState before = told.put(e.subject(), e.state());
        if (before != null) {
          assertEquals(before, e.was(), "was of " + e);
        }
      }
    }
  }

  /** After a step with these effects. */
  void check(Director director, List<Effect> effects, long now) {
    LbState state = director.state();
    assertEquals(engine.clients.size(), director.sessions(), "sessions");
    Map<String, Integer> byAddress = engine.byAddress();
    for (LbState.PoolView pool : state.pools()) {
      checkPool(pool, byAddress);
      for (Effect effect : effects) {
        if (effect instanceof Effect.Connect connect) {
          checkConnect(pool, HostPort.text(connect.server()));
        }
      }
    }
    for (Client c : engine.clients.values()) {
      assertTrue(c.connects <= RandomConfig.RETRIES + 1, c.connects + " connects");
      if (c.readyAt >= 0) {
        assertTrue(
            now - c.readyAt <= MOST_WITHOUT_SERVER,
            c.phase + " since " + c.readyAt / MILLI + " with " + c.connects + " connects");
      }
    }
  }

  private void checkPool(LbState.PoolView pool, Map<String, Integer> byAddress) {
    int usable = 0;
    for (LbState.ServerView server : pool.servers()) {
      ServerState said = told.get(pool.name() + "/" + server.name());
      if (said != null) {
        assertEquals(server.state(), said, "told of " + server.name());
      }
      String address = server.address();
      if (address != null) {
        assertEquals(byAddress.getOrDefault(address, 0), server.sessions(), server.name());
      }
      usable += server.state() == ServerState.ACTIVE && server.weight() > 0 ? 1 : 0;
    }
    assertTrue(pool.usable() >= Math.min(1, usable), "to zero with " + usable + " active");
  }

  /** Nobody is sent to a server that is out while another is in. */
  private static void checkConnect(LbState.PoolView pool, String address) {
    for (LbState.ServerView server : pool.servers()) {
      if (address.equals(server.address())) {
        assertTrue(server.weight() > 0, "connect to weight 0");
        switch (server.state()) {
          case STANDBY, DRAINING, MAINTENANCE -> throw new AssertionError("connect to " + server);
          case DOWN -> assertEquals("all", pool.tier(), "connect to " + server);
          case ACTIVE, SLOW_START, EJECTED, SUPPRESSED -> {}
        }
      }
    }
  }
}
