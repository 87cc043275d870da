package io.vigie.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigie.event.Event;
import io.vigie.event.EventType;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.Topic;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever stands in an event, it travels as text in JSON, and nothing breaks. */
class HostileIT extends WithConsole {

  static final String TEXT =
      "<img src=x onerror=alert(1)></script><script>alert(1)</script>\"'`${7*7}{{7*7}}"
          + "\u2028\u2029\n\r\t\0\u202e\uFEFF javascript:alert(1) \ud83d\ude80 half \ud800.";

  /** Names that are in the configuration, so that what is said of them is shown. */
  private static final Map<String, String> NAMES =
      Map.of(
          "node", "k3s-1",
          "pool", "traefik",
          "server", "k3s-2",
          "frontend", "https",
          "vip", "main",
          "observer", "lb-1",
          "target", "k3s-3");

  @Test
  void hostileTextInEveryFieldIsText() throws Exception {
    try (Follower page = Follower.of(console.port(), null)) {
      page.await(m -> m.name().equals("state"));
      int said = 0;
      for (EventType type : EventType.values()) {
        Class<? extends Event> record = type.record();
        for (Map<String, String> names : List.of(Map.<String, String>of(), NAMES)) {
          String host = type.name().startsWith("OBSERVER") ? "lb-2" : "lb-1";
          log.says(host, "health-service", new Anything(TEXT, names).event(record));
          said++;
        }
      }
      assertEquals(2 * EventType.values().length, said);
      tale.nodeDies(); // the last thing that is said
      page.await(m -> m.data().at("/event/type").asText().contains("db.cluster-changed"));
      page.await(
          m ->
              m.name().equals("event")
                  && m.data().at("/event/data/phase").asText().equals("Failing over"));
      for (Follower.Message message : page.named("event")) {
        OpenApi.assertIs("Entry", message.data());
      }
    }
    JsonNode state =
        console.stateWhere(s -> s.at("/databases").toString().contains("Failing over"));
    OpenApi.assertIs("State", state);
    List<String> texts = new ArrayList<>();
    collect(state, texts);
    assertTrue(texts.stream().anyMatch(text -> text.equals(TEXT)), "as it was said");
    JsonNode events = console.json("/v1/events?limit=500");
    OpenApi.assertIs("EventPage", events);
    JsonNode incidents = console.json("/v1/incidents");
    OpenApi.assertIs("IncidentPage", incidents);
    for (JsonNode incident : incidents.path("incidents")) {
      String id = URLEncoder.encode(incident.path("id").asText(), StandardCharsets.UTF_8);
      OpenApi.assertIs("Incident", console.json("/v1/incidents/" + id.replace("+", "%20")));
    }
  }

  private static void collect(JsonNode json, List<String> texts) {
    if (json.isTextual()) {
      texts.add(json.textValue());
    }
    json.forEach(each -> collect(each, texts));
  }

  @Test
  void recordsThatAreNoEventsAreCountedAndNothingElse() throws Exception {
    byte[] junk = new byte[300_000];
    log.write(Topic.HEALTH, "junk", junk);
    log.write(Topic.HEALTH, "junk", "{\"a\":".getBytes(StandardCharsets.UTF_8));
    log.says("lb-1", Tale.HEALTH, Tale.node("k3s-2", NodeStatus.DOWN));
    console.stateWhere(s -> s.at("/nodes/1/observers/0/says").asText().equals("down"));
  }
}
