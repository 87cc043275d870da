package io.vigie.kit.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A webhook on loopback that can go away and come back on the same port. */
final class Hook implements AutoCloseable {

  /** What it was sent. */
  record Post(String path, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  private final List<Post> posts = new CopyOnWriteArrayList<>();
  private final int port;
  private HttpServer server;
  volatile int status = 200;
  volatile String answer = "ok";

  Hook() throws IOException {
    server = start(0);
    port = server.getAddress().getPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** What it took: what it refused is not there. */
  List<Post> posts() {
    return List.copyOf(posts);
  }

  void goAway() {
    server.stop(0);
  }

  void comeBack() throws IOException {
    server = start(port);
  }

  private HttpServer start(int at) throws IOException {
    HttpServer made =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
    made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    made.createContext("/", this::take);
    made.start();
    return made;
  }

  private void take(HttpExchange exchange) {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (status < 300) {
        posts.add(
            new Post(
                exchange.getRequestURI().getPath(),
                Map.copyOf(exchange.getRequestHeaders()),
                body));
      }
      byte[] said = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, said.length);
      exchange.getResponseBody().write(said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
