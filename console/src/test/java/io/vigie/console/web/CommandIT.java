package io.vigie.console.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigie.event.CommandAnswered;
import io.vigie.event.CommandAnswered.Outcome;
import io.vigie.event.CommandRequested;
import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.Envelope;
import io.vigie.event.Topic;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands, heard and answered through the log. */
class CommandIT extends WithConsole {

  private static final String DRAIN =
      "{\"kind\":\"drain\",\"target\":\"k3s-1\",\"by\":\"anna\",\"why\":\"new memory\"}";

  private static Thread responder;

  /** Answers as both balancers' services do, but for k3s-3: there one of them is asleep. */
  @BeforeAll
  static void startResponder() {
    responder =
        Thread.ofVirtual()
            .start(
                () -> {
                  Set<String> done = new HashSet<>();
                  while (!Thread.currentThread().isInterrupted()) {
                    for (Envelope envelope : log.all(Topic.COMMAND)) {
                      if (envelope.event() instanceof CommandRequested asked
                          && done.add(envelope.id())) {
                        answer(envelope, asked);
                      }
                    }
                  }
                });
  }

  @AfterAll
  static void stopResponder() throws Exception {
    responder.interrupt();
    responder.join(10_000);
  }

  private static void answer(Envelope envelope, CommandRequested asked) {
    boolean handover = asked.kind() == Kind.HANDOVER;
    List<String> hosts = new ArrayList<>(List.of("lb-1"));
    if (!handover && !asked.target().equals("k3s-3")) {
      hosts.add("lb-2");
    }
    for (String host : hosts) {
      String service = handover ? Tale.VRRP : Tale.LB;
      log.says(
          host,
          service,
          new CommandAnswered(
              envelope.id(), asked.target(), Outcome.DONE, "so be it", host + "/" + service),
          envelope.ref(),
          Instant.now());
    }
  }

  @Test
  void isRecordedWithWhoAndWhyAndAnswered() throws Exception {
    bothAreThere();
    HttpResponse<String> answer = console.command(DRAIN);
    assertEquals(200, answer.statusCode(), answer.body());
    JsonNode result = JSON.readTree(answer.body());
    OpenApi.assertIs("CommandResult", result);
    assertEquals("done", result.path("outcome").asText());
    assertEquals("lb-1/lb-service", result.at("/answers/0/service").asText());
    assertEquals("lb-2/lb-service", result.at("/answers/1/service").asText());
    CommandRequested asked =
        (CommandRequested)
            log.all(Topic.COMMAND).stream()
                .filter(e -> e.id().equals(result.path("commandId").asText()))
                .findFirst()
                .orElseThrow()
                .event();
    assertEquals(
        new CommandRequested(
            Kind.DRAIN, "k3s-1", null, null, false, "anna (console on lb-1)", null, "new memory"),
        asked);
    JsonNode state = console.stateWhere(s -> s.at("/nodes/0/wish/kind").asText().equals("drain"));
    assertEquals("new memory", state.at("/nodes/0/wish/why").asText());
  }

  @Test
  void whoIsThereAndSilentIsNamed() throws Exception {
    bothAreThere();
    HttpResponse<String> answer =
        console.command("{\"kind\":\"ready\",\"target\":\"k3s-3\",\"by\":\"anna\"}");
    assertEquals(202, answer.statusCode(), answer.body());
    JsonNode result = JSON.readTree(answer.body());
    OpenApi.assertIs("CommandResult", result);
    assertEquals("lb-2/lb-service", result.at("/silent/0").asText());
  }

  @Test
  void aHandoverIsOverWhenItsHolderSaysSo() throws Exception {
    HttpResponse<String> answer =
        console.command(
            "{\"kind\":\"handover\",\"target\":\"main\",\"to\":\"lb-2\",\"by\":\"anna\"}");
    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals(
        "lb-1/vrrp-service", JSON.readTree(answer.body()).at("/answers/0/service").asText());
  }

  private static void bothAreThere() {
    console.stateWhere(
        s ->
            s.at("/pools/0/balancers/0/present").asBoolean()
                && s.at("/pools/0/balancers/1/present").asBoolean());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"kind\":\"drain\",\"target\":\"k3s-9\",\"by\":\"x\"} | 404 | no node k3s-9 | there are"
            + " k3s-1, k3s-2, k3s-3",
        "{\"kind\":\"handover\",\"target\":\"other\",\"by\":\"x\"} | 404 | no VIP other | there are"
            + " main",
        "{\"kind\":\"handover\",\"target\":\"main\",\"to\":\"lb-9\",\"by\":\"x\"} | 404 | no"
            + " balancer lb-9 | there are lb-1, lb-2",
        "{\"kind\":\"weight\",\"target\":\"k3s-1\",\"by\":\"x\"} | 400 | not a command for the"
            + " console | ''",
        "{\"kind\":\"drain\",\"target\":\"k3s-1\"} | 400 | by: who asks, 1 to 200 characters | ''",
        "{\"kind\":\"drain\",\"target\":\"k3s-1\",\"by\":\" \"} | 400 | by: who asks, 1 to 200"
            + " characters | ''",
        "null | 400 | not a command: null | ''"
      })
  void whatIsWrongIsRefused(String body, int status, String error, String hint) throws Exception {
    HttpResponse<String> answer = console.command(body);
    assertEquals(status, answer.statusCode(), answer.body());
    JsonNode problem = JSON.readTree(answer.body());
    OpenApi.assertIs("Problem", problem);
    assertEquals(error, problem.path("error").asText());
    if (!hint.isEmpty()) {
      assertEquals(hint, problem.path("hint").asText());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', 401",
    "Bearer wrong, '', '', 401",
    "Bearer s3cret, http://evil.example, '', 403",
    "'', http://evil.example, '', 403",
    "Bearer s3cret, null, '', 403",
    "Bearer s3cret, '', cross-site, 403",
    "Bearer s3cret, '', same-site, 403"
  })
  void isNotDoneForAnybody(String token, String origin, String site, int status) throws Exception {
    int before = log.all(Topic.COMMAND).size();
    Map<String, String> headers = new HashMap<>();
    if (!token.isEmpty()) {
      headers.put("authorization", token);
    }
    if (!origin.isEmpty()) {
      headers.put("origin", origin);
    }
    if (!site.isEmpty()) {
      headers.put("sec-fetch-site", site);
    }
    HttpResponse<String> answer = console.post(DRAIN, headers);
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals(before, log.all(Topic.COMMAND).size());
  }

  @Test
  void isDoneForItsOwnPage() throws Exception {
    HttpResponse<String> answer =
        console.post(
            "{\"kind\":\"undrain\",\"target\":\"k3s-2\",\"by\":\"anna\"}",
            Map.of(
                "authorization",
                "Bearer " + ConsoleRig.TOKEN,
                "origin",
                "http://127.0.0.1:" + console.port(),
                "sec-fetch-site",
                "same-origin"));
    assertTrue(answer.statusCode() < 300, answer.body());
  }

  @Test
  void aFormIsNoCommand() throws Exception {
    HttpResponse<String> answer =
        console.post(
            DRAIN,
            Map.of("authorization", "Bearer " + ConsoleRig.TOKEN, "content-type", "text/plain"));
    assertEquals(415, answer.statusCode());
  }

  @ParameterizedTest
  @CsvSource({"true, 413", "false, 401"})
  void tenMegabytesAreRefusedBeforeTheyAreSent(boolean withToken, int status) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), console.port())) {
      String token = withToken ? "Authorization: Bearer " + ConsoleRig.TOKEN + "\r\n" : "";
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /v1/commands HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                  + token
                  + "Content-Length: 10485760\r\n\r\n{")
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      socket.setSoTimeout(5_000);
      byte[] head = socket.getInputStream().readNBytes(12);
      assertEquals("HTTP/1.1 " + status, new String(head, StandardCharsets.US_ASCII));
    }
  }
}
