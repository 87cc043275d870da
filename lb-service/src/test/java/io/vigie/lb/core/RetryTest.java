package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.NodeChanged.NodeStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryTest {

  @Test
  void retriesAreBounded() {
    Rig rig = Rig.of(Rig.pool("s1", "s2", "s3", "s4").retries(2));
    rig.client(1);
    rig.refused(1);
    rig.refused(1);
    assertEquals(List.of("failed s3 L4CON x1", "end 1"), rig.refused(1));
  }

  @Test
  void withoutRetriesTheFirstFailureIsTheLast() {
    Rig rig = Rig.of(Rig.pool("s1", "s2").retries(0));
    rig.client(1);
    assertEquals(List.of("failed s1 L4TOUT x1", "end 1"), rig.timedOut(1));
  }

  @Test
  void aSuspectIsTriedBeforeTheSameServerAgain() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    rig.node("s2", NodeStatus.FLAPPING);
    assertEquals(List.of("connect 1 s1"), rig.client(1));
    assertEquals(List.of("failed s1 L4CON x1", "connect 1 s2"), rig.refused(1));
  }

  @Test
  void aServerThatIsDownIsNoAlternative() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    rig.node("s2", NodeStatus.DOWN);
    rig.client(1);
    assertEquals(List.of("failed s1 L4CON x1"), rig.refused(1)); // it waits, and tries s1 again
  }

  @Test
  void aRefusalByTheOnlyServerIsTriedAgainAfterAPause() {
    Rig rig = Rig.of(Rig.pool("s1"));
    rig.client(1);
    assertEquals(List.of("failed s1 L4CON x1"), rig.refused(1));
    assertEquals(List.of(), rig.at(299).tick()); // the connect timeout, being less than 1 s
    assertEquals(List.of("connect 1 s1"), rig.at(300).tick());
    assertEquals(List.of(), rig.at(301).connected(1));
    rig.over(1);
    assertEquals(1, rig.logs.getFirst().retries());
    assertEquals(false, rig.logs.getFirst().redispatched());
  }

  @Test
  void aTimeoutOfTheOnlyServerWasPauseEnough() {
    Rig rig = Rig.of(Rig.pool("s1"));
    rig.client(1);
    assertEquals(List.of("failed s1 L4TOUT x1", "connect 1 s1"), rig.at(300).timedOut(1));
  }

  @Test
  void whoLeavesInThePauseIsNotConnectedAnyMore() {
    Rig rig = Rig.of(Rig.pool("s1"));
    rig.client(1);
    rig.refused(1);
    assertEquals(List.of("log CC"), rig.over(1, Ended.Cause.CLIENT_ABORTED));
    assertEquals(List.of(), rig.at(300).tick());
  }

  @Test
  void aConnectIsMovedFromAServerInMaintenanceButNotBeyondTheRetries() {
    Rig rig = Rig.of(Rig.pool("s1", "s2", "s3").retries(1));
    rig.client(1);
    assertEquals(
        List.of(
            "s1 active->maintenance",
            "pool degraded 2/3",
            "connect 1 s2",
            "done: web maintenance with 0 sessions"),
        rig.order(Kind.MAINTENANCE, "s1"));
    assertEquals(
        List.of(
            "s2 active->maintenance",
            "pool degraded 1/3",
            "done: web maintenance with 1 sessions"), // it has used up its retry: it goes on
        rig.order(Kind.MAINTENANCE, "s2"));
  }

  @Test
  void failuresAreToldOnceASecond() {
    Rig rig = Rig.of(Rig.pool("s1", "s2").retries(1));
    rig.node("s2", NodeStatus.FLAPPING);
    rig.client(1);
    assertEquals(List.of("failed s1 L4CON x1", "connect 1 s2"), rig.refused(1));
    rig.client(2);
    assertEquals(List.of("connect 2 s2"), rig.at(999).refused(2));
    rig.client(3);
    assertEquals(List.of("failed s1 L4CON x3", "connect 3 s2"), rig.at(1000).refused(3));
  }

  @Test
  void aLackOfPortsHereSaysNothingAboutTheServer() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    rig.client(1);
    assertEquals(List.of("connect 1 s2"), rig.step(new Input.Failed(1, 1, ConnectFailure.LOCAL)));
    assertEquals(0, rig.director.state().pools().getFirst().servers().getFirst().failures());
  }
}
