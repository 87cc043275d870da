package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.lb.core.Ended.Cause;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueueTest {

  /** Two servers with one place and two waiting places each. */
  private static Rig rig() {
    Rig rig =
        Rig.of(
            Rig.pool()
                .with("s1", Rig.server(1, false, 1, 2))
                .with("s2", Rig.server(1, false, 1, 2)));
    rig.open(1);
    rig.open(2);
    return rig;
  }

  @Test
  void firstComeFirstServed() {
    Rig rig = rig();
    assertEquals(List.of(), rig.client(3));
    assertEquals(List.of(), rig.client(4));
    assertEquals(List.of("log --", "connect 3 s2"), rig.over(2));
    assertEquals(List.of("log --", "connect 4 s1"), rig.over(1));
  }

  @Test
  void noMoreWaitThanMay() {
    Rig rig = rig();
    for (int i = 3; i <= 6; i++) {
      assertEquals(List.of(), rig.client(i));
    }
    assertEquals(List.of("end 7"), rig.client(7));
  }

  @Test
  void eachWaitsForItsOwnTime() {
    Rig rig = rig();
    rig.client(3);
    rig.at(400).client(4);
    assertEquals(List.of(), rig.at(999).tick());
    assertEquals(List.of("end 3"), rig.at(1000).tick());
    assertEquals(List.of(), rig.at(1399).tick());
    assertEquals(List.of("end 4"), rig.at(1400).tick());
    rig.over(3, Cause.CLOSED_BY_US);
    assertEquals(1000, rig.logs.getFirst().queueMillis());
  }

  @Test
  void whoLeavesMakesRoom() {
    Rig rig = rig();
    rig.client(3);
    rig.client(4);
    assertEquals(List.of("log CQ"), rig.over(3, Cause.CLIENT_ABORTED));
    assertEquals(List.of("log --", "connect 4 s1"), rig.over(1));
  }

  @Test
  void theQueueOfAServerThatWentDownGoesToTheOther() {
    Rig rig = rig();
    rig.client(3);
    rig.node("s1", NodeStatus.DOWN);
    assertEquals(List.of("log --", "connect 3 s2"), rig.over(2));
  }

  @Test
  void theQueueIsServedWhenAServerComesBack() {
    Rig rig = rig();
    rig.node("s2", NodeStatus.DOWN);
    rig.over(2, Cause.CLOSED_BY_US);
    assertEquals(List.of(), rig.client(3));
    assertEquals(
        List.of("s2 down->active", "pool healthy 2/2", "connect 3 s2"),
        rig.node("s2", NodeStatus.UP));
  }

  @Test
  void theQueueEndsWhenNoServerMayBeUsedAnyMore() {
    Rig rig = rig();
    rig.client(3);
    rig.order(Kind.DRAIN, "s1");
    assertEquals(
        List.of(
            "s2 active->draining",
            "pool refusing 0/2",
            "end 3",
            "done: web draining with 1 sessions"),
        rig.order(Kind.DRAIN, "s2"));
  }

  @Test
  void aFailedConnectFreesThePlaceForWhoWaits() {
    Rig rig = Rig.of(Rig.pool().with("s1", Rig.server(1, false, 1, 2)).retries(0));
    rig.client(1);
    rig.client(2);
    assertEquals(List.of("failed s1 L4CON x1", "end 1", "connect 2 s1"), rig.refused(1));
  }

  @Test
  void whoWasFailedByOneServerWaitsForAnother() {
    Rig rig =
        Rig.of(
            Rig.pool()
                .with("s1", Rig.server(1, false, 1, 2))
                .with("s2", Rig.server(1, false, 1, 2)));
    rig.client(1); // connects to s1
    rig.open(2); // on s2
    assertEquals(List.of("failed s1 L4CON x1"), rig.refused(1)); // s1 has a place, but not for it
    assertEquals(List.of("connect 3 s1"), rig.client(3));
    assertEquals(List.of("log --", "connect 1 s2"), rig.over(2));
  }

  @Test
  void allWaitsTogetherAreBounded() {
    Rig rig =
        Rig.of(
            Rig.pool()
                .with("s1", Rig.server(1, false, 1, 2))
                .with("s2", Rig.server(1, false, 1, 2)));
    rig.open(1);
    rig.open(2);
    rig.client(3);
    rig.at(700).over(1); // 3 waited 700 ms and connects to s1
    rig.at(800).refused(3); // s2 is full: it waits again
    assertEquals(List.of(), rig.at(1099).tick());
    assertEquals(List.of("end 3"), rig.at(1100).tick());
  }

  @Test
  void aPoolThatIsRemovedEndsItsQueue() {
    Rig rig = rig();
    rig.client(3);
    LbConfig without = new LbConfig(Map.of("web", Rig.frontend(null)), Map.of());
    assertEquals(List.of("end 3"), rig.step(new Input.Reconfigured(without)));
  }
}
