package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An engine without sockets that refuses every call the contract does not allow, and so checks the
 * director's effects one by one.
 */
final class SimEngine {

  enum Phase {
    ARRIVED,
    ADMITTED,
    READY,
    CONNECTING,
    OPEN,
    ENDED_BY_US
  }

  static final class Client {
    final long id;
    Phase phase = Phase.ARRIVED;
    @Nullable String address;
    long readyAt = -1;
    int connects;

    /** When the present attempt is decided, and how. */
    long decidedAt;

    @Nullable ConnectFailure failure;

    Client(long id) {
      this.id = id;
    }

    boolean hasServer() {
      return address != null;
    }
  }

  /** How a server answers. */
  enum Answer {
    ACCEPTS,
    REFUSES,
    IS_SILENT
  }

  final Map<Long, Client> clients = new TreeMap<>();
  final Map<String, Answer> answers = new HashMap<>();
  final List<Client> toEnd = new ArrayList<>();
  int logged;

  void run(List<Effect> effects, long now) {
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Admit(long id) -> {
          Client c = client(id);
          assertEquals(Phase.ARRIVED, c.phase);
          c.phase = Phase.ADMITTED;
        }
        case Effect.Connect connect -> connect(connect, now);
        case Effect.End(long id) -> {
          Client c = client(id);
          assertTrue(c.phase != Phase.ENDED_BY_US, "ended twice: " + id);
          c.phase = Phase.ENDED_BY_US;
          toEnd.add(c);
        }
        case Effect.Log _ -> logged++;
        case Effect.Publish _, Effect.PublishAfterEnds _ -> {}
        case Effect.Redirect _, Effect.Cut _ -> throw new AssertionError("nothing is direct");
      }
    }
  }

  private void connect(Effect.Connect connect, long now) {
    Client c = client(connect.session());
    assertTrue(c.phase == Phase.READY || c.phase == Phase.CONNECTING, "connect in " + c.phase);
    c.phase = Phase.CONNECTING;
    c.connects++;
    assertEquals(c.connects, connect.attempt());
    c.address = HostPort.text(connect.server());
    switch (answers.getOrDefault(c.address, Answer.ACCEPTS)) {
      case ACCEPTS -> decide(c, now + 1_000_000, null);
      case REFUSES -> decide(c, now + 500_000, ConnectFailure.REFUSED);
      case IS_SILENT -> decide(c, now + connect.timeout().toNanos(), ConnectFailure.TIMED_OUT);
    }
  }

  private static void decide(Client c, long at, @Nullable ConnectFailure failure) {
    c.decidedAt = at;
    c.failure = failure;
  }

  private Client client(long id) {
    Client c = clients.get(id);
    assertNotNull(c, "no such session: " + id);
    return c;
  }

  /** Sessions at each address: connecting, open or ending. */
  Map<String, Integer> byAddress() {
    Map<String, Integer> count = new HashMap<>();
    for (Client c : clients.values()) {
      if (c.address != null) {
        count.merge(c.address, 1, Integer::sum);
      }
    }
    return count;
  }
}
