package io.vigie.cli.accept;

import static io.vigie.event.ServerChanged.ServerState.ACTIVE;
import static io.vigie.event.ServerChanged.ServerState.DOWN;
import static io.vigie.event.ServerChanged.ServerState.DRAINING;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.CommandAnswered;
import io.vigie.event.CommandRequested;
import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.Fact;
import io.vigie.event.Sequence;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.event.Topic;
import io.vigie.event.UuidV7;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** lb-service is killed and comes back: what it knows then, and what it makes of old news. */
class RestartIT {

  private static final Duration OLD = Duration.ofDays(20);

  @TempDir Path directory;

  @Test
  void stateIsRebuiltAndTheTopicHasNoContradiction() throws Exception {
    try (Homelab lab = new Homelab(directory)) {
      lab.broker();
      lab.node("a");
      Jvm b = lab.node("b");
      lab.node("c");
      lab.run("health", "health");
      Jvm lb = lab.run("lb", "lb");
      lab.awaitServers(3);
      Log log = new Log(lab.bootstrap());
      b.kill();
      lab.awaitServers(2);
      log.write(Topic.COMMAND, "cli/a#drain", command(Kind.DRAIN, "a", Instant.now(), null));
      lab.awaitServers(1);
      await()
          .atMost(Jvm.LIMIT)
          .until(() -> last(log).equals(Map.of("web/a", DRAINING, "web/b", DOWN, "web/c", ACTIVE)));

      lb.kill();
      Jvm again = lab.run("lb-again", "lb");
      lab.awaitServers(1);
      assertEquals(DRAINING.wire(), lab.lb(server(0) + "/state").asText());
      assertEquals(DOWN.wire(), lab.lb(server(1) + "/state").asText());
      log.write(Topic.COMMAND, "cli/a#drain", command(Kind.UNDRAIN, "a", Instant.now(), null));
      lab.node("b");
      lab.awaitServers(3);
      assertEquals(0, again.stop());

      assertEquals(Map.of("web/a", ACTIVE, "web/b", ACTIVE, "web/c", ACTIVE), last(log));
      Map<String, ServerState> last = new HashMap<>();
      for (ServerChanged changed : states(log)) {
        ServerState before = last.put(changed.subject(), changed.state());
        assertTrue(before == null || before == changed.was(), () -> changed + " after " + before);
        assertEquals(0, changed.sessionsClosed(), changed::toString);
      }
    }
  }

  @Test
  void anOldWishIsGrantedAnOldOrderIsNotExecuted() throws Exception {
    try (Homelab lab = new Homelab(directory)) {
      lab.broker();
      for (String node : Homelab.NODES) {
        lab.node(node);
      }
      Jvm first = lab.runAll();
      Log log = new Log(lab.bootstrap());
      await().atMost(Jvm.LIMIT).until(() -> last(log).size() == Homelab.NODES.size());
      first.kill();
      Instant then = Instant.now().minus(OLD).truncatedTo(ChronoUnit.MILLIS);
      String expired = command(Kind.UNDO, "a", then, then.plusSeconds(30));
      log.write(Topic.COMMAND, "cli/a#undo", expired);
      log.write(Topic.COMMAND, "cli/c#drain", command(Kind.DRAIN, "c", then, null));
      lab.run("services-again", "health", "lb");
      lab.awaitServers(2);
      assertEquals(DRAINING.wire(), lab.lb(server(2) + "/state").asText());
      log.write(Topic.COMMAND, "cli/b#undo", expired.replace("\"a\"", "\"b\""));
      log.write(Topic.COMMAND, "cli/c#drain", command(Kind.UNDRAIN, "c", Instant.now(), null));
      lab.awaitServers(3); // so all before has been read
      List<CommandAnswered> done =
          log.events(Topic.COMMAND, CommandAnswered.class)
              .filter(answer -> !answer.message().contains("active"))
              .filter(answer -> answer.outcome() == CommandAnswered.Outcome.DONE)
              .toList();
      assertEquals(List.of(), done);
    }
  }

  private static List<ServerChanged> states(Log log) {
    return log.events(Topic.LB, ServerChanged.class).toList();
  }

  private static Map<String, ServerState> last(Log log) {
    Map<String, ServerState> last = new HashMap<>();
    states(log).forEach(changed -> last.put(changed.subject(), changed.state()));
    return last;
  }

  private static String server(int index) {
    return "/balancing/pools/0/servers/" + index;
  }

  private static String command(Kind kind, String target, Instant when, @Nullable Instant expires) {
    var ids = new UuidV7(InstantSource.fixed(when), new SplittableRandom());
    var command =
        new CommandRequested(
            kind, target, null, expires == null ? null : expires.toString(), false, "a test");
    Envelope envelope =
        new Envelope(
            Fact.root(ids.next(), command),
            "/vigie/desk/cli",
            new Sequence(when.getEpochSecond(), when.getNano() + 1),
            when.truncatedTo(ChronoUnit.MILLIS));
    return new String(EventCodec.encode(envelope), StandardCharsets.UTF_8);
  }
}
