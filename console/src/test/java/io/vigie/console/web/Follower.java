package io.vigie.console.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event stream as a browser does (HTML standard, §9.2), without reconnecting by itself.
 */
final class Follower implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Socket socket;
  private final Thread thread;

  /** All messages so far. */
  final List<Message> messages = new CopyOnWriteArrayList<>();

  volatile @Nullable String lastId;
  volatile boolean ended;

  /** One message. */
  record Message(String name, String id, JsonNode data) {}

  private Follower(Socket socket) {
    this.socket = socket;
    this.thread = Thread.ofVirtual().unstarted(this::read);
  }

  /** Follows from now on, or from the message after that with this id. */
  static Follower of(int port, @Nullable String after) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    String resume = after == null ? "" : "Last-Event-ID: " + after + "\r\n";
    socket
        .getOutputStream()
        .write(
            ("GET /v1/stream HTTP/1.1\r\nHost: x\r\n" + resume + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    Follower follower = new Follower(socket);
    follower.thread.start();
    return follower;
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new Unchunked(new BufferedInputStream(socket.getInputStream())),
                StandardCharsets.UTF_8))) {
      String name = "message";
      String id = "";
      StringBuilder data = new StringBuilder();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isEmpty()) {
          if (!data.isEmpty()) {
            take(new Message(name, id, JSON.readTree(data.toString())));
          }
          name = "message";
          id = "";
          data.setLength(0);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          data.append(line.substring(6));
        } else if (!line.startsWith("retry: ")) {
          throw new IllegalStateException("not of a stream: " + line);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // cut off
    } finally {
      ended = true;
    }
  }

  private void take(Message message) {
    messages.add(message);
    if (!message.id().isEmpty()) {
      lastId = message.id();
    }
  }

  List<Message> named(String name) {
    List<Message> named = new ArrayList<>();
    for (Message message : messages) {
      if (message.name().equals(name)) {
        named.add(message);
      }
    }
    return named;
  }

  /** The first message that is so, as soon as there is one. */
  Message await(Predicate<Message> isSo) {
    Awaitility.await()
        .atMost(ConsoleRig.LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> messages.stream().anyMatch(isSo));
    return messages.stream().filter(isSo).findFirst().orElseThrow();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
