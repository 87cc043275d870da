package io.vigie.kit.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.manage.ManagementServer;
import io.vigie.kit.manage.Readiness;
import io.vigie.kit.news.MemoryNews;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The management port over real HTTP. */
@Timeout(60)
class ManagementIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path stateDir;
  private TestService service;
  private ServiceProcess process;

  @BeforeEach
  void start() throws StartFailure {
    VigieConfig config = TestConfig.of("one", Map.of("lb", 0), "s3cret");
    ServiceSettings settings =
        ServiceSettings.of(config, null, "lb-1", stateDir, MemoryNews.factory("kafka: away"));
    service = new TestService(ServiceName.LB, settings);
    process = ServiceProcess.start(settings, List.of(service));
  }

  @AfterEach
  void stop() {
    assertTrue(process.stop());
    http.close();
  }

  @Test
  void saysThatItLives() throws Exception {
    assertAnswer(200, "{\"service\":\"lb-service\"}", get("/live"));
  }

  @Test
  void isReadyWithWarningsOfItsOwnAndOfItsNews() throws Exception {
    assertAnswer(
        200,
        """
        {"ready":true,"reasons":[],"warnings":["own warning","kafka: away"]}\
        """,
        get("/ready"));
  }

  @Test
  void isNotReadyForAReason() throws Exception {
    service.readiness = Readiness.no("frontend https: not bound");
    assertAnswer(
        503,
        """
        {"ready":false,"reasons":["frontend https: not bound"],"warnings":["kafka: away"]}\
        """,
        get("/ready"));
  }

  @Test
  void showsItsStateWithDurationsAsText() throws Exception {
    assertAnswer(
        200,
        """
        {"service":"lb-service","host":"lb-1","news":{"published":0},"notifications":{},
         "state":{"interval":"PT1.5S","cluster":"one"}}\
        """,
        get("/v1/state"));
  }

  @Test
  void showsMetersOfJvmVertxAndItsOwn() throws Exception {
    service.meters().counter("vigie.lb.retries", "pool", "web").increment();
    get("/live");
    HttpResponse<String> answer = get("/metrics");
    assertEquals(200, answer.statusCode());
    assertTrue(answer.body().contains("vigie_lb_retries_total{pool=\"web\"} 1.0"), answer.body());
    assertTrue(answer.body().contains("jvm_memory_used_bytes{"), answer.body());
    assertTrue(answer.body().contains("vertx_http_server_requests_total{"), answer.body());
    assertTrue(answer.headers().firstValue("content-type").orElse("").startsWith("text/plain"));
  }

  @Test
  void servesTheEventsOfItsNews() throws Exception {
    assertEquals("{}\n", get("/v1/events").body());
  }

  @Test
  void unknownPathsAre404InJson() throws Exception {
    HttpResponse<String> answer = get("/nowhere");
    assertEquals(404, answer.statusCode());
    assertEquals("nothing at /nowhere", JSON.readTree(answer.body()).path("error").textValue());
  }

  @Test
  void anotherMethodIs405InJson() throws Exception {
    HttpResponse<String> answer = post("/live", "Bearer s3cret", "");
    assertEquals(405, answer.statusCode());
    assertEquals("not with POST", JSON.readTree(answer.body()).path("error").textValue());
  }

  @Test
  void problemsKeepTheirStatusWordsAndHint() throws Exception {
    assertAnswer(
        409,
        """
        {"error":"pool web: no such server: k3s-9","hint":"one of k3s-1, k3s-2"}\
        """,
        get("/v1/problem"));
  }

  @Test
  void bugsAre500WithoutInnards() throws Exception {
    assertAnswer(
        500, "{\"error\":\"internal error\",\"hint\":\"see this service's log\"}", get("/v1/bug"));
  }

  @Test
  void writesWithTheToken() throws Exception {
    assertAnswer(200, "{\"bytes\":5}", post("/v1/write", "Bearer s3cret", "drain"));
    assertAnswer(200, "{\"bytes\":5}", post("/v1/write", "bearer  s3cret", "drain"));
    assertEquals(2, service.writes.get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bearer S3cret", "Bearer s3cre", "Bearer s3cretx", "Bearer ", "Basic s3cret", ""})
  void writesNotWithAnother(String authorization) throws Exception {
    HttpResponse<String> answer = post("/v1/write", authorization, "drain");
    assertEquals(401, answer.statusCode());
    assertTrue(JSON.readTree(answer.body()).path("hint").textValue().contains("management.token"));
    assertTrue(answer.headers().firstValue("www-authenticate").orElse("").startsWith("Bearer"));
    assertEquals(0, service.writes.get());
  }

  @Test
  void withoutAConfiguredTokenThereAreNoWrites() throws Exception {
    process.reload(TestConfig.of("one", Map.of("lb", 0), null)).await(5, TimeUnit.SECONDS);
    HttpResponse<String> answer = post("/v1/write", "Bearer s3cret", "drain");
    assertEquals(403, answer.statusCode());
    assertEquals(
        "writes are off: no token is configured",
        JSON.readTree(answer.body()).path("error").textValue());
    assertEquals(0, service.writes.get());
  }

  @Test
  void bodiesAreLimited() throws Exception {
    String most = "x".repeat(ManagementServer.MOST_BODY_BYTES);
    assertAnswer(200, "{\"bytes\":65536}", post("/v1/write", "Bearer s3cret", most));
    assertAnswer(
        413,
        "{\"error\":\"body over 65536 bytes\"}",
        post("/v1/write", "Bearer s3cret", most + "x"));
    assertEquals(1, service.writes.get());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String authorization, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("authorization", authorization);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + service.managementPort() + path));
  }

  private static void assertAnswer(int status, String json, HttpResponse<String> answer)
      throws IOException {
    JsonNode body = JSON.readTree(answer.body());
    assertEquals(JSON.readTree(json), body);
    assertEquals(status, answer.statusCode());
    assertEquals(
        "application/json; charset=utf-8", answer.headers().firstValue("content-type").orElse(""));
  }
}
