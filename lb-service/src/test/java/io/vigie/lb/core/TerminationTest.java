package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.lb.core.Ended.Cause;
import io.vigie.lb.core.LbState.FrontendView;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HAProxy's termination codes, one row per way to end (its manual §8.5). */
class TerminationTest {

  @ParameterizedTest
  @CsvSource({
    // what the session was doing, what the engine saw, the code
    "HELLO, CLIENT_ABORTED, CR",
    "HELLO, FINISHED, CR",
    "HELLO, HELLO_TIMEOUT, cR",
    "HELLO, HELLO_BROKEN, PR",
    "HELLO, CLOSED_BY_US, KR",
    "WAITING, CLIENT_ABORTED, CQ",
    "WAITING, CLOSED_BY_US, KQ",
    "PAUSED, CLIENT_ABORTED, CC",
    "CONNECTING, CLIENT_ABORTED, CC",
    "CONNECTING, SERVER_ABORTED, SC",
    "CONNECTING, CLOSED_BY_US, KC",
    "OPEN, FINISHED, --",
    "OPEN, CLIENT_ABORTED, CD",
    "OPEN, SERVER_ABORTED, SD",
    "OPEN, IDLE, cD",
    "OPEN, CLIENT_SILENT, cD",
    "OPEN, SERVER_SILENT, sD",
    "OPEN, CLOSED_BY_US, KD",
  })
  void whatTheEngineSaw(Session.Phase phase, Cause cause, String code) {
    assertEquals(code, Termination.of(phase, cause).code());
  }

  @Test
  void refusedByAll() {
    Rig rig = Rig.of(Rig.pool("s1", "s2").retries(1));
    rig.client(1);
    rig.refused(1);
    rig.refused(1);
    assertEquals("SC", end(rig));
  }

  @Test
  void noServerMayBeUsed() {
    Rig rig = Rig.of(Rig.pool("s1").failOpen(false));
    rig.node("s1", NodeStatus.DOWN);
    rig.client(1);
    assertEquals("SC", end(rig));
    assertEquals(null, rig.logs.getFirst().server());
  }

  @Test
  void timedOutOnAll() {
    Rig rig = Rig.of(Rig.pool("s1", "s2").retries(1));
    rig.client(1);
    rig.timedOut(1);
    rig.timedOut(1);
    assertEquals("sC", end(rig));
  }

  @Test
  void noPortLeftHere() {
    Rig rig = Rig.of(Rig.pool("s1").retries(0));
    rig.client(1);
    rig.step(new Input.Failed(1, 1, ConnectFailure.LOCAL));
    assertEquals("RC", end(rig));
  }

  @Test
  void waitedTooLong() {
    Rig rig = Rig.of(Rig.pool().with("s1", Rig.server(1, false, 1, 5)));
    rig.open(2);
    rig.client(1);
    rig.at(1000).tick();
    assertEquals("sQ", end(rig));
  }

  @Test
  void tooManyWait() {
    Rig rig = Rig.of(Rig.pool().with("s1", Rig.server(1, false, 1, 0)));
    rig.open(2);
    rig.client(1);
    assertEquals("PQ", end(rig));
  }

  @Test
  void serverWentDown() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    rig.open(1);
    rig.node("s1", NodeStatus.DOWN);
    assertEquals("DD", end(rig));
  }

  @Test
  void maintenance() {
    Rig rig = Rig.of(Rig.pool("s1"));
    rig.open(1);
    rig.order(Kind.MAINTENANCE, "s1");
    assertEquals("KD", end(rig));
  }

  @Test
  void stopped() {
    Rig rig = Rig.of(Rig.pool("s1"));
    rig.open(1);
    rig.step(new Input.Stop());
    assertEquals("KD", end(rig));
  }

  @Test
  void ourReasonWinsOverWhatTheEngineSawAfterIt() {
    Rig rig = Rig.of(Rig.pool("s1", "s2"));
    rig.open(1);
    rig.node("s1", NodeStatus.DOWN);
    rig.over(1, Cause.CLIENT_ABORTED);
    assertEquals("DD", rig.logs.getFirst().termination().code());
  }

  @Test
  void everyClientWhoCameIsLiveOrCountedByHowItEnded() {
    Rig rig = Rig.of(Rig.pool("s1").retries(0));
    rig.open(1);
    rig.over(1);
    rig.open(2);
    rig.over(2);
    rig.client(3);
    rig.refused(3);
    rig.over(3, Cause.CLOSED_BY_US);
    rig.open(4);
    FrontendView web = rig.director.state().frontends().getFirst();
    assertEquals(4, web.accepted());
    assertEquals(1, web.sessions());
    assertEquals(Map.of("--", 2L, "SC", 1L), web.ended());
  }

  private static String end(Rig rig) {
    rig.over(1, Cause.CLOSED_BY_US);
    return rig.logs.getFirst().termination().code();
  }
}
