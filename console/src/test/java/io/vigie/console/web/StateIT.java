package io.vigie.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigie.event.NodeChanged.NodeStatus;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be read of the console over HTTP, as openapi.yaml has it. */
class StateIT extends WithConsole {

  @Test
  void theStateTellsHowEverythingIs() throws Exception {
    tale.nodeDies();
    JsonNode state =
        console.stateWhere(
            s ->
                s.at("/nodes/0/state").asText().equals("down")
                    && s.at("/vips/0/holder").asText().equals("lb-1")
                    && s.path("databases").size() == 1
                    && s.path("volumes").size() == 1);
    OpenApi.assertIs("State", state);
    assertEquals("degraded", state.at("/answer/up").asText());
    assertEquals(
        "Clients get through; node k3s-1 is down",
        state.at("/answer/text").asText().replaceFirst(",.*", ""));
    assertEquals("degraded", state.at("/pools/0/state").asText());
    assertEquals("node down", state.at("/pools/0/servers/0/balancers/0/cause").asText());
    assertEquals(42, state.at("/volumes/0/rebuild/percent").asInt());
    assertEquals("k3s-1", state.at("/volumes/0/atRisk/0").asText());
    assertEquals("pg-main-2", state.at("/databases/0/primary").asText());
    assertTrue(state.at("/databases/0/change/running").asBoolean());
    assertEquals("yes", state.at("/frontends/0/reached").asText());
    assertTrue(state.at("/balancers/0/present").asBoolean());
  }

  @Test
  void whatHasNotChangedIsNotSentAgain() throws Exception {
    HttpResponse<String> first = console.get("/v1/state");
    String tag = first.headers().firstValue("etag").orElseThrow();
    // the state may change in between: it is asked until an answer is as it was
    boolean same = false;
    for (int i = 0; i < 50 && !same; i++) {
      HttpResponse<String> again =
          console.send(
              HttpRequest.newBuilder(console.at("/v1/state")).header("if-none-match", tag).build());
      same = again.statusCode() == 304;
      tag = again.headers().firstValue("etag").orElseThrow();
    }
    assertTrue(same);
  }

  @Test
  void whatHappenedIsReadPageByPage() throws Exception {
    for (int i = 0; i < 7; i++) {
      NodeStatus status = i % 2 == 0 ? NodeStatus.DOWN : NodeStatus.UP;
      log.says("lb-2", Tale.HEALTH, Tale.node("k3s-3", status));
    }
    String path = "/v1/events?type=node-changed&subject=k3s-3&limit=3";
    console.stateWhere(_ -> events("/v1/events?type=node-changed&subject=k3s-3").size() >= 9);
    List<String> ids = new ArrayList<>();
    List<String> sequences = new ArrayList<>();
    String next = "";
    while (true) {
      JsonNode page = console.json(path + (next.isEmpty() ? "" : "&before=" + next));
      OpenApi.assertIs("EventPage", page);
      assertTrue(page.path("events").size() <= 3);
      for (JsonNode entry : page.path("events")) {
        ids.add(entry.at("/event/id").asText());
        if (entry.at("/event/source").asText().equals("/vigie/lb-2/health-service")) {
          sequences.add(entry.at("/event/sequence").asText());
        }
        assertEquals("k3s-3", entry.at("/event/subject").asText());
      }
      if (page.path("next").isNull()) {
        break;
      }
      next = page.path("next").asText();
    }
    assertEquals(9, ids.size());
    assertEquals(9, ids.stream().distinct().count());
    assertEquals(sequences.stream().sorted(Comparator.reverseOrder()).toList(), sequences);
  }

  private JsonNode events(String path) {
    try {
      return console.json(path).path("events");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/events?type=nothing-changed, 400, no event type nothing-changed",
    "/v1/events?limit=0, 400, limit=0",
    "/v1/events?limit=x, 400, limit=x",
    "/v1/events?before=x.1, 400, before=x.1: not a position of this console's history",
    "/v1/incidents?state=lost, 400, state=lost",
    "/v1/incidents/none, 404, no incident none",
    "/v1/availability?by=week, 400, by=week",
    "/v1/availability?frontend=ftp, 404, no frontend ftp",
    "/v1/safe/k3s-1, 200, ''",
    "/nowhere, 404, nothing at /nowhere",
    "/../openapi.yaml/x, 404, nothing at /../openapi.yaml/x"
  })
  void problemsSayWhatIsWrongAndWhatToDo(String path, int status, String error) throws Exception {
    HttpResponse<String> answer = console.get(path);
    assertEquals(status, answer.statusCode(), answer.body());
    if (status == 200) {
      OpenApi.assertIs("Safe", JSON.readTree(answer.body()));
    } else {
      OpenApi.assertIs("Problem", JSON.readTree(answer.body()));
      assertEquals(error, JSON.readTree(answer.body()).path("error").asText());
    }
  }

  @Test
  void theLedgerIsReadByHourAndDay() throws Exception {
    JsonNode days = console.json("/v1/availability");
    OpenApi.assertIs("Availability", days);
    assertEquals(30, days.path("buckets").size());
    JsonNode hours = console.json("/v1/availability?frontend=https&by=hour");
    OpenApi.assertIs("Availability", hours);
    assertEquals(720, hours.path("buckets").size());
  }

  @Test
  void whoWantsTheLinkGetsIt() throws Exception {
    HttpResponse<InputStream> link =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(console.at("/v1/events"))
                    .header("accept", "application/x-ndjson")
                    .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    assertEquals("application/x-ndjson", link.headers().firstValue("content-type").orElseThrow());
    link.body().close();
  }

  @Test
  void everyAnswerKeepsBrowsersOnALeash() throws Exception {
    for (String path : List.of("/v1/state", "/v1/events", "/openapi.yaml", "/nowhere")) {
      HttpResponse<String> answer = console.get(path);
      Map<String, String> expected =
          Map.of(
              "content-security-policy", PageFiles.POLICY,
              "x-content-type-options", "nosniff",
              "referrer-policy", "no-referrer",
              "x-frame-options", "DENY");
      expected.forEach(
          (name, value) ->
              assertEquals(value, answer.headers().firstValue(name).orElse(""), path + " " + name));
    }
  }
}
