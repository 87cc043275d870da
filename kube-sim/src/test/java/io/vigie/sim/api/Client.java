package io.vigie.sim.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigie.sim.store.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** HTTP as anybody speaks it. */
final class Client implements AutoCloseable {

  private static final JsonNode END = Json.object().put("type", "END");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;

  Client(String url) {
    this.url = url;
  }

  /** An answer. */
  record Answer(int code, HttpResponse<byte[]> response) {

    JsonNode json() {
      try {
        return Json.parse(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(text(), e);
      }
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }
  }

  Answer get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  Answer delete(String path) {
    return send(request(path).DELETE());
  }

  Answer post(String path, String body) {
    return send("POST", path, "application/json", body);
  }

  Answer send(String method, String path, String type, String body) {
    return send(
        request(path, "Content-Type", type)
            .method(method, BodyPublishers.ofString(body.replace('\'', '"'))));
  }

  /** Events of a watch in chunks; the last one is of type END. */
  BlockingQueue<JsonNode> watch(String path, String... headers) {
    BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    http.sendAsync(request(path, headers).GET().build(), BodyHandlers.ofInputStream())
        .thenAcceptAsync(
            response -> read(response.body(), events), task -> Thread.ofVirtual().start(task));
    return events;
  }

  /** Events of a watch over a WebSocket; the last one is of type END. */
  BlockingQueue<JsonNode> socket(String path) {
    BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    http.newWebSocketBuilder()
        .buildAsync(URI.create(url.replaceFirst("http", "ws") + path), new Listener(events))
        .join();
    return events;
  }

  /** The next event, in time. */
  static JsonNode next(BlockingQueue<JsonNode> events) {
    try {
      JsonNode event = events.poll(10, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no event");
      }
      return event;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void read(InputStream body, BlockingQueue<JsonNode> events) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        events.add(Json.parse(line.getBytes(StandardCharsets.UTF_8)));
        line = lines.readLine();
      }
    } catch (IOException e) {
      // cut: that is an end as well
    }
    events.add(END);
  }

  private static final class Listener implements WebSocket.Listener {

    private final BlockingQueue<JsonNode> events;
    private final StringBuilder text = new StringBuilder();

    Listener(BlockingQueue<JsonNode> events) {
      this.events = events;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          events.add(Json.parse(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      events.add(END);
      return null;
    }
  }
}
