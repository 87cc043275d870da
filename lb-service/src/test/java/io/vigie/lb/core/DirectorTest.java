package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ServerChanged;
import io.vigie.lb.core.Ended.Cause;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectorTest {

  @Test
  void aSessionIsAdmittedConnectedAndLogged() {
    Rig rig = Rig.of(Rig.pool("s1"));
    assertEquals(List.of("admit 1"), rig.arrive(1, "web", "192.0.2.1"));
    assertEquals(List.of("connect 1 s1"), rig.hello(1, "192.0.2.1", null));
    assertEquals(List.of(), rig.at(3).connected(1));
    assertEquals(List.of("log --"), rig.at(5).over(1));
    SessionRecord log = rig.logs.getFirst();
    assertEquals(3, log.connectMillis());
    assertEquals(5, log.totalMillis());
    assertEquals(10, log.bytesIn());
    assertEquals(20, log.bytesOut());
    assertEquals(1, log.serverSessions());
    assertEquals(0, rig.director.sessions());
  }

  @Test
  void aRefusedConnectGoesOnToTheNextServerAndNeverBack() {
    Rig rig = Rig.of(Rig.pool("s1", "s2", "s3"));
    assertEquals(List.of("connect 1 s1"), rig.client(1));
    assertEquals(List.of("failed s1 L4CON x1", "connect 1 s2"), rig.refused(1));
    assertEquals(List.of("failed s2 L4CON x1", "connect 1 s3"), rig.refused(1));
    rig.connected(1);
    rig.over(1);
    assertEquals(2, rig.logs.getFirst().retries());
    assertEquals(true, rig.logs.getFirst().redispatched());
  }

  @Test
  void nodeDownTakesItsServerOutAndClosesItsSessions() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    rig.open(1);
    rig.open(2);
    assertEquals(
        List.of("end 1", "s1 active->down", "pool degraded 1/2"), rig.node("s1", NodeStatus.DOWN));
    ServerChanged event = (ServerChanged) rig.facts.getFirst().event();
    assertEquals(1, event.sessionsClosed());
    assertEquals("node down", event.cause());
    assertEquals("node-s1", rig.facts.getFirst().causationId());
    assertEquals("root-node-s1", rig.facts.getFirst().correlationId());
    assertEquals(rig.facts.getFirst().id(), rig.facts.get(1).causationId());
    assertEquals(List.of("log DD"), rig.over(1, Cause.CLOSED_BY_US));
    assertEquals(List.of("connect 3 s2"), rig.client(3));
    assertEquals(List.of("connect 4 s2"), rig.client(4));
  }

  @Test
  void aConnectUnderWayToAServerThatWentDownIsMoved() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    assertEquals(List.of("connect 1 s1"), rig.client(1));
    assertEquals(
        List.of("s1 active->down", "pool degraded 1/2", "connect 1 s2"),
        rig.node("s1", NodeStatus.DOWN));
  }

  @Test
  void newsOfOldChangesStateButClosesNothing() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    rig.open(1);
    assertEquals(
        List.of("s1 active->down", "pool degraded 1/2"), rig.oldNode("s1", NodeStatus.DOWN));
  }

  @Test
  void anUnknownSessionIsNothing() {
    Rig rig = Rig.of(Rig.pool("s1"));
    assertEquals(List.of(), rig.connected(7));
    assertEquals(List.of(), rig.refused(7));
    assertEquals(List.of(), rig.over(7));
    assertNull(rig.director.step(new Input.Moved(7, 1, 1), 0).stream().findAny().orElse(null));
  }
}
