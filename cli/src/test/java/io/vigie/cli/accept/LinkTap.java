package io.vigie.cli.accept;

import io.vigie.event.Decoded.Known;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Everything a service says on its local link, as curl would see it; comes back after a loss. */
final class LinkTap implements AutoCloseable {

  private static final long AGAIN_NANOS = 20_000_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpRequest request;
  private final Map<String, Envelope> heard = new LinkedHashMap<>();
  private final Thread thread;
  private volatile boolean closed;

  LinkTap(int managementPort) {
    request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/v1/events"))
            .build();
    thread = Thread.ofVirtual().start(this::listen);
  }

  /** What was said of a topic, each event once, in the order it came. */
  List<Envelope> heard(Topic topic) {
    synchronized (heard) {
      return heard.values().stream().filter(e -> e.type().topic() == topic).toList();
    }
  }

  private void listen() {
    while (!closed) {
      try (Stream<String> lines = http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
        lines.forEach(this::line);
      } catch (IOException | RuntimeException _) {
        LockSupport.parkNanos(AGAIN_NANOS); // the service is away
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void line(String line) {
    if (EventCodec.decode(line.getBytes(StandardCharsets.UTF_8)) instanceof Known(Envelope e)) {
      synchronized (heard) {
        heard.putIfAbsent(e.id(), e);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    http.shutdownNow();
  }
}
