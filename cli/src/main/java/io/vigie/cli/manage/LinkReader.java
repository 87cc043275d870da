package io.vigie.cli.manage;

import io.vigie.event.Decoded.Known;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.kit.news.link.LinkServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a service's local link: the last event of each key, a ping, then live.
 *
 * <p>Blocks: for a thread of its own.
 */
public final class LinkReader {

  private static final Duration CONNECT = Duration.ofMillis(500);

  private LinkReader() {}

  /** What to do with a line. */
  @FunctionalInterface
  public interface Lines {
    /**
     * Takes a line.
     *
     * @param event the event; empty for a ping
     * @return whether to read on
     */
    boolean take(Optional<Envelope> event);
  }

  /**
   * Reads until it is told to stop or the stream ends.
   *
   * @param base such as {@code http://127.0.0.1:9602}
   * @throws IOException if there is no service, or it breaks off
   */
  public static void read(URI base, Lines lines) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/v1/events"))
            .header("accept", LinkServer.CONTENT_TYPE)
            .build();
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build()) {
      try (Stream<String> body = client.send(request, BodyHandlers.ofLines()).body()) {
        Iterator<String> each = body.iterator();
        while (each.hasNext()) {
          if (!lines.take(event(each.next()))) {
            break;
          }
        }
      } catch (UncheckedIOException e) {
        throw new IOException(base + ": the stream broke off", e);
      } finally {
        client.shutdownNow();
      }
    }
  }

  private static Optional<Envelope> event(String line) {
    return EventCodec.decode(line.getBytes(StandardCharsets.UTF_8)) instanceof Known known
        ? Optional.of(known.envelope())
        : Optional.empty();
  }
}
