package io.vigie.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigie.event.CheckChanged;
import io.vigie.event.CheckChanged.CheckStatus;
import io.vigie.event.CheckResult;
import io.vigie.event.NodeChanged.NodeStatus;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The stream as a page follows it. */
class StreamIT extends WithConsole {

  @Test
  void beginsWithAllOfTheStateAndGoesOnWithWhatChanges() throws Exception {
    try (Follower page = Follower.of(console.port(), null)) {
      Follower.Message first = page.await(m -> m.name().equals("state"));
      OpenApi.assertIs("State", first.data());
      OpenApi.assertIs("Ping", page.await(m -> m.name().equals("ping")).data());
      long began = System.nanoTime();
      log.says("lb-1", Tale.HEALTH, Tale.node("k3s-2", NodeStatus.DEGRADED));
      page.await(
          m ->
              m.name().equals("state")
                  && m.data().at("/nodes/1/observers/0/says").asText().equals("degraded"));
      assertTrue(System.nanoTime() - began < Duration.ofSeconds(1).toNanos(), "within a second");
      assertOnlyChanges(page.named("state"));
      Follower.Message event = page.await(m -> m.name().equals("event"));
      OpenApi.assertIs("Entry", event.data());
      assertEquals(
          "node k3s-2 degraded: traefik down, none up", event.data().path("text").asText());
      assertEquals(event.id(), event.data().path("position").asText());
    }
  }

  /** Each part that is sent is another than the one before. */
  private static void assertOnlyChanges(List<Follower.Message> states) {
    Set<String> always = Set.of("service", "host", "cluster", "version", "at");
    Map<String, JsonNode> known = new HashMap<>();
    for (Follower.Message state : states) {
      for (Map.Entry<String, JsonNode> part : state.data().properties()) {
        JsonNode before = known.put(part.getKey(), part.getValue());
        assertTrue(
            always.contains(part.getKey()) || !part.getValue().equals(before),
            () -> part.getKey() + " did not change: " + part.getValue());
      }
    }
  }

  @Test
  void goesOnAfterABreakWithoutLossOrRepetition() throws Exception {
    int many = 3_000;
    List<String> seen = new ArrayList<>();
    Follower page = Follower.of(console.port(), null);
    page.await(m -> m.name().equals("state"));
    Thread talk =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 0; i < many; i++) {
                    log.says("lb-1", Tale.HEALTH, check(i));
                  }
                });
    for (int breaks = 0; breaks < 4; breaks++) {
      int until = page.named("event").size() + 200;
      Follower open = page;
      Awaitility.await()
          .atMost(ConsoleRig.LIMIT)
          .until(() -> open.named("event").size() >= until || !talk.isAlive());
      page.close();
      Awaitility.await().atMost(ConsoleRig.LIMIT).until(() -> open.ended);
      seen.addAll(numbers(open));
      page = Follower.of(console.port(), open.lastId);
    }
    Follower last = page;
    Awaitility.await()
        .atMost(ConsoleRig.LIMIT)
        .until(() -> seen.size() + numbers(last).size() >= many);
    last.close();
    seen.addAll(numbers(last));
    List<String> all = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      all.add("c" + i);
    }
    assertEquals(all, seen);
    assertEquals(List.of(), last.named("reset"));
  }

  private static List<String> numbers(Follower page) {
    return page.named("event").stream()
        .filter(m -> m.data().at("/event/source").asText().equals("/vigie/lb-1/health-service"))
        .map(m -> m.data().at("/event/data/check").asText())
        .filter(name -> name.startsWith("c"))
        .toList();
  }

  @Test
  void saysWhenWhatWasMissedIsNotKept() throws Exception {
    try (Follower page = Follower.of(console.port(), "00000000.17")) {
      assertEquals(
          "what follows 00000000.17 is not kept",
          page.await(m -> m.name().equals("reset")).data().path("reason").asText());
      page.await(m -> m.name().equals("state"));
    }
  }

  /** It takes nothing, so its connection fills up, and the others go on. */
  @Test
  void whoTakesNothingIsGivenUp() throws Exception {
    try (Socket asleep = new Socket(InetAddress.getLoopbackAddress(), console.port());
        Follower awake = Follower.of(console.port(), null)) {
      asleep.setReceiveBufferSize(4_096);
      asleep
          .getOutputStream()
          .write("GET /v1/stream HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      awake.await(m -> m.name().equals("state"));
      int many = 9_000;
      for (int i = 0; i < many; i++) {
        log.says("lb-2", Tale.HEALTH, check(i));
      }
      awake.await(m -> m.data().at("/event/data/check").asText().equals("c" + (many - 1)));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> console.get("/metrics").body().contains("vigie_console_streams_slow_total 1"));
    }
  }

  private static CheckChanged check(int number) {
    return new CheckChanged(
        "k3s-1",
        "c" + number,
        CheckStatus.UP,
        CheckResult.L4OK,
        "x".repeat(200),
        1,
        3,
        2,
        2,
        false);
  }
}
