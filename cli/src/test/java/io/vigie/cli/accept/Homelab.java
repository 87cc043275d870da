package io.vigie.cli.accept;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Three nodes, one balancer and a broker on loopback. Nodes a, b and c answer their letter. Every
 * process is its own, so that each can be killed alone.
 */
final class Homelab implements AutoCloseable {

  static final int CONNECT_MILLIS = 300;

  /** How long a node takes for an answer. */
  static final int HOLD_MILLIS = 20;

  static final List<String> NODES = List.of("a", "b", "c");
  private static final ObjectMapper JSON = new ObjectMapper();

  final Path directory;
  final int brokerPort;
  final int healthPort;
  final int lbPort;
  final InetSocketAddress frontend;

  final int nodePort;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Deque<Jvm> children = new ArrayDeque<>();

  /** Only writes the configuration; nothing runs yet. */
  Homelab(Path directory) throws IOException {
    this.directory = directory;
    List<Integer> free = freePorts(5);
    brokerPort = free.get(0);
    healthPort = free.get(1);
    lbPort = free.get(2);
    nodePort = free.get(3);
    frontend = new InetSocketAddress(InetAddress.getLoopbackAddress(), free.get(4));
    configure("");
  }

  /** Writes the configuration anew, with more lines of {@code frontends}. */
  void configure(String moreFrontends) throws IOException {
    Files.writeString(directory.resolve("token"), "t0ken");
    Files.writeString(
        config(),
        """
        cluster: test
        kafka: { bootstrap: ["127.0.0.1:%d"] }
        nodes: { a: { address: 127.9.0.1 }, b: { address: 127.9.0.2 }, c: { address: 127.9.0.3 } }
        balancers: { lb-1: { address: 127.0.0.1 } }
        checks:
          tcp: { type: tcp, port: %d, interval: 1s, fastInterval: 200ms, timeout: 300ms }
        pools:
          web: { port: %d, servers: all, check: tcp, timeouts: { connect: %dms } }
        frontends:
          web: { listen: "127.0.0.1:%d", pool: web, timeouts: { hello: 20s } }
        %s\
        damping: { enabled: false }
        management: { ports: { health: %d, lb: %d }, token: "${file:token}" }
        """
            .formatted(
                brokerPort,
                nodePort,
                nodePort,
                CONNECT_MILLIS,
                frontend.getPort(),
                moreFrontends.indent(2),
                healthPort,
                lbPort));
  }

  Path config() {
    return directory.resolve("vigie.yaml");
  }

  String bootstrap() {
    return "127.0.0.1:" + brokerPort;
  }

  Jvm broker() throws IOException {
    return own(Jvm.vigie(
            directory,
            "broker",
            "broker",
            "--listen",
            bootstrap(),
            "--data-dir",
            directory.resolve("kafka").toString()))
        .says("ready: bootstrap");
  }

  /** Starts a node; its letter is its name. */
  Jvm node(String name) throws IOException {
    return own(Jvm.start(
            directory,
            "node-" + name + "-" + children.size(),
            Backend.class,
            address(name),
            Integer.toString(nodePort),
            name,
            Integer.toString(HOLD_MILLIS)))
        .says(Backend.LISTENING);
  }

  static String address(String node) {
    return "127.9.0." + (1 + NODES.indexOf(node));
  }

  /** Starts services in one process; {@code log} names its log file. */
  Jvm run(String log, String... services) throws IOException {
    List<String> args = new ArrayList<>(List.of("run"));
    args.addAll(List.of(services));
    args.addAll(List.of("--config", config().toString(), "--host", "lb-1"));
    args.addAll(List.of("--state-dir", directory.resolve("services").toString()));
    return own(Jvm.vigie(directory, log, args.toArray(String[]::new)));
  }

  /** Starts them and waits until they are ready and every server is in use. */
  Jvm runAll() throws IOException {
    Jvm services = run("services", "health", "lb");
    awaitServers(NODES.size());
    return services;
  }

  /** Waits until so many servers take new connections. */
  void awaitServers(int usable) {
    await(usable + " usable servers").atMost(Jvm.LIMIT).until(() -> usable() == usable);
  }

  int usable() {
    return lb("/balancing/pools/0/usable").asInt(-1);
  }

  /** A part of lb-service's state; missing while it does not answer. */
  JsonNode lb(String pointer) {
    try {
      return JSON.readTree(get(lbPort, "/v1/state")).at("/state" + pointer);
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  String get(int port, String path) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try {
      return http.send(
              HttpRequest.newBuilder(uri).timeout(Jvm.LIMIT).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  Jvm own(Jvm child) {
    children.push(child);
    return child;
  }

  static List<Integer> freePorts(int count) throws IOException {
    Set<ServerSocket> held = new HashSet<>();
    try {
      List<Integer> ports = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        ports.add(socket.getLocalPort());
      }
      return ports;
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  @Override
  public void close() {
    children.forEach(Jvm::close);
  }
}
