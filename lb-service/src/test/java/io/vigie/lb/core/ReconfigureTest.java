package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.NodeChanged.NodeStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReconfigureTest {

  @Test
  void sessionsOutliveTheirServerAndTheirPool() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    rig.open(1);
    rig.open(2);
    assertEquals(
        List.of("pool healthy 1/1"), rig.step(new Input.Reconfigured(Rig.config(Rig.pool("s2")))));
    assertEquals("connect 3 s2", rig.client(3).getFirst());
    LbConfig other =
        new LbConfig(Map.of("web", Rig.frontend("new")), Map.of("new", Rig.pool("s2").build()));
    rig.step(new Input.Reconfigured(other));
    assertEquals(List.of("log --"), rig.over(1));
    assertEquals(List.of("log --"), rig.over(2));
    assertEquals("s1", rig.logs.getFirst().server());
    assertEquals(0, rig.logs.get(0).poolSessions() - 3);
  }

  @Test
  void aServerOfBothKeepsWhatItIs() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    rig.node("s1", NodeStatus.DOWN);
    rig.open(1); // s2
    assertEquals(
        List.of("s3 active->active", "pool degraded 2/3"),
        withLocated(rig, "s3", Rig.config(Rig.pool("s1", "s2", "s3"))));
    LbState.PoolView pool = rig.director.state().pools().getFirst();
    assertEquals("down", pool.servers().get(0).state().wire());
    assertEquals(1, pool.servers().get(1).sessions());
  }

  @Test
  void aNewServerOnANodeThatIsKnownToBeDownIsDown() {
    Rig rig = Rig.of(Rig.pool("s1"));
    rig.node("s2", NodeStatus.DOWN);
    assertEquals(
        List.of("s2 down->down", "pool degraded 1/2"),
        withLocated(rig, "s2", Rig.config(Rig.pool("s1", "s2"))));
  }

  @Test
  void limitsAndBalanceChangeAtOnce() {
    Rig rig = Rig.of(Rig.pool().with("s1", Rig.server(1, false, 1, 1)));
    rig.open(1);
    rig.client(2); // waits
    LbConfig wider = Rig.config(Rig.pool().with("s1", Rig.server(1, false, 2, 1)));
    assertEquals(List.of("connect 2 s1"), rig.step(new Input.Reconfigured(wider)));
  }

  @Test
  void aConnectUnderWayToARemovedServerGoesOn() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    rig.client(1); // to s1
    rig.step(new Input.Reconfigured(Rig.config(Rig.pool("s2"))));
    assertEquals(List.of("connect 1 s2"), rig.refused(1)); // told of nobody: s1 is no server
  }

  private static List<String> withLocated(Rig rig, String node, LbConfig config) {
    rig.locate(node);
    return rig.step(new Input.Reconfigured(config));
  }
}
