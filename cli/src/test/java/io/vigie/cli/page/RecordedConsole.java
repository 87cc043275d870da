package io.vigie.cli.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Serves the page with a recorded picture of a homelab whose node has just died; the stream says
 * what a test wants it to.
 */
final class RecordedConsole implements AutoCloseable {

  private static final long PING_MILLIS = 3_000;
  static final String TOKEN = "open-sesame";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final String CHARTS = "webjars/uplot/";
  private static final Map<String, String> TYPES =
      Map.of("html", "text/html; charset=utf-8", "css", "text/css", "svg", "image/svg+xml");

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final UnaryOperator<JsonNode> change;
  private final Set<HttpServerResponse> streams = ConcurrentHashMap.newKeySet();
  private final List<String> resumes = new CopyOnWriteArrayList<>();
  private final List<JsonNode> commands = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile boolean refusing;

  private RecordedConsole(UnaryOperator<JsonNode> change) {
    this.change = change;
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    vertx.setPeriodic(PING_MILLIS, _ -> say("ping", recordedAt(), null));
  }

  static RecordedConsole start() {
    return new RecordedConsole(UnaryOperator.identity());
  }

  /** With every string, whatever it means, followed by these words. */
  static RecordedConsole withEveryString(String words) {
    return new RecordedConsole(node -> spoilt(node, words));
  }

  /** With so many volumes, all as unwell as the recorded ones. */
  static RecordedConsole withVolumes(int count) {
    return new RecordedConsole(
        node -> {
          if (node.path("volumes") instanceof ArrayNode volumes) {
            int recorded = volumes.size();
            for (int i = recorded; i < count; i++) {
              ObjectNode one = volumes.path(i % recorded).deepCopy();
              volumes.add(one.put("name", "pvc-" + i));
            }
          }
          return node;
        });
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/";
  }

  /** Says something to everybody who follows. */
  void say(String name, String data, @Nullable String id) {
    streams.forEach(stream -> write(stream, name, data, id));
  }

  /** Ends all streams; new ones are refused until {@link #back}. */
  void drop() {
    refusing = true;
    streams.forEach(HttpServerResponse::reset);
    streams.clear();
  }

  void back() {
    refusing = false;
  }

  /** The Last-Event-ID of each connection to the stream; empty where there was none. */
  List<String> resumes() {
    return List.copyOf(resumes);
  }

  /** The bodies of the commands that came with the right token. */
  List<JsonNode> commands() {
    return List.copyOf(commands);
  }

  /** Every path and query that was asked for. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  JsonNode recorded(String name) {
    try {
      return change.apply(JSON.readTree(resource("page/" + name + ".json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpServerRequest request) {
    asked.add(request.uri());
    String path = Objects.requireNonNullElse(request.path(), "/");
    switch (path) {
      case "/v1/stream" -> stream(request);
      case "/v1/events" -> json(request, 200, recorded("events"));
      case "/v1/incidents" -> json(request, 200, recorded("incidents"));
      case "/v1/commands" ->
          request.body().onSuccess(body -> command(request, body)).onFailure(_ -> request.end());
      default -> {
        if (path.startsWith("/v1/incidents/")) {
          json(request, 200, recorded("incident"));
        } else if (path.startsWith("/v1/safe/")) {
          json(request, 200, recorded("safe"));
        } else {
          file(request, path.equals("/") ? "index.html" : path.substring(1));
        }
      }
    }
  }

  private void stream(HttpServerRequest request) {
    if (refusing) {
      request.response().setStatusCode(503).end();
      return;
    }
    String last = request.getHeader("last-event-id");
    resumes.add(last == null ? "" : last);
    HttpServerResponse response =
        request.response().setChunked(true).putHeader("content-type", "text/event-stream");
    response.closeHandler(_ -> streams.remove(response));
    write(response, "state", recorded("state").toString(), null);
    write(response, "ping", recordedAt(), null);
    streams.add(response);
  }

  /** Time stands still where it was recorded. */
  private String recordedAt() {
    return JsonNodeFactory.instance.objectNode().set("at", recorded("state").path("at")).toString();
  }

  private static void write(
      HttpServerResponse stream, String name, String data, @Nullable String id) {
    String event = "event: " + name + "\n" + (id == null ? "" : "id: " + id + "\n");
    stream.write(event + "data: " + data + "\n\n");
  }

  private void command(HttpServerRequest request, Buffer body) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (!("Bearer " + TOKEN).equals(request.getHeader("authorization"))) {
      json(request, 401, answer.put("error", "wrong bearer token"));
      return;
    }
    try {
      JsonNode command = JSON.readTree(body.getBytes());
      commands.add(command);
      answer.put("outcome", "done").putArray("silent");
      answer
          .putArray("answers")
          .addObject()
          .put("service", "lb-2/lb-service")
          .put("outcome", "done")
          .put("message", "traefik draining with 3 sessions");
      json(request, 200, answer);
    } catch (IOException e) {
      json(request, 400, answer.put("error", "no JSON"));
    }
  }

  private static void json(HttpServerRequest request, int status, JsonNode body) {
    try {
      request
          .response()
          .setStatusCode(status)
          .putHeader("content-type", "application/json")
          .end(Buffer.buffer(JSON.writeValueAsBytes(body)));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void file(HttpServerRequest request, String name) {
    try {
      byte[] body =
          name.startsWith(CHARTS)
              ? WebJar.read("uplot", name.substring(CHARTS.length()))
              : resource("web/" + name);
      request
          .response()
          .putHeader(
              "content-type",
              TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/javascript"))
          .putHeader("content-security-policy", POLICY)
          .end(Buffer.buffer(body));
    } catch (IOException _) {
      request.response().setStatusCode(404).end();
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = WebJar.open(name)) {
      return in.readAllBytes();
    }
  }

  private static JsonNode spoilt(JsonNode node, String words) {
    return switch (node.getNodeType()) {
      case STRING -> TextNode.valueOf(node.textValue() + words);
      case ARRAY -> {
        var array = JsonNodeFactory.instance.arrayNode();
        node.forEach(one -> array.add(spoilt(one, words)));
        yield array;
      }
      case OBJECT -> {
        var object = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(f -> object.set(f.getKey(), spoilt(f.getValue(), words)));
        yield object;
      }
      default -> node;
    };
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
