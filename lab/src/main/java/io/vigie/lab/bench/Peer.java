package io.vigie.lab.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A proxy as a process of its own, that forwards one loopback port to the backend. */
final class Peer implements AutoCloseable {

  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long STOP_SECONDS = 10;

  private final String name;
  private final Process process;
  private final InetSocketAddress frontend;

  private Peer(String name, Process process, InetSocketAddress frontend) {
    this.name = name;
    this.process = process;
    this.frontend = frontend;
  }

  /** HAProxy in TCP mode with as many threads as Vigie's engine has loops. */
  static Peer haproxy(Path directory, int threads, int backendPort) throws IOException {
    int port = freePort();
    Path config = directory.resolve("haproxy.cfg");
    Files.writeString(
        config,
        """
        global
          nbthread %d
          maxconn 20000
        defaults
          mode tcp
          timeout connect 2s
          timeout client 1h
          timeout server 1h
          maxconn 20000
        frontend bench
          bind 127.0.0.1:%d
          default_backend bench
        backend bench
          balance roundrobin
          server one 127.0.0.1:%d check inter 2s
        """
            .formatted(threads, port, backendPort));
    return start("haproxy", port, directory, List.of("haproxy", "-db", "-f", config.toString()));
  }

  /** Vigie's lb-service, all features on; Kafka is away, which must not matter. */
  static Peer vigie(Path directory, int backendPort, List<String> command) throws IOException {
    int port = freePort();
    Path config = directory.resolve("vigie.yaml");
    Files.writeString(
        config,
        """
        cluster: bench
        kafka: { bootstrap: ["127.0.0.1:%d"] }
        nodes: { one: { address: 127.0.0.1 } }
        balancers: { bench: { address: 127.0.0.1 } }
        pools: { bench: { port: %d, servers: all, balance: roundrobin } }
        frontends: { bench: { listen: "127.0.0.1:%d", pool: bench, maxConnections: 20000 } }
        management: { ports: { lb: %d, health: %d } }
        """
            .formatted(freePort(), backendPort, port, freePort(), freePort()));
    List<String> whole = new java.util.ArrayList<>(command);
    whole.addAll(
        List.of(
            "run",
            "lb",
            "--config",
            config.toString(),
            "--host",
            "bench",
            "--state-dir",
            directory.resolve("state").toString()));
    return start("vigie", port, directory, whole);
  }

  private static Peer start(String name, int port, Path directory, List<String> command)
      throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile())
            .start();
    Peer peer =
        new Peer(name, process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    peer.awaitListening();
    return peer;
  }

  private void awaitListening() throws IOException {
    long end = System.nanoTime() + START_NANOS;
    while (true) {
      try (Socket probe = new Socket()) {
        probe.connect(frontend, 1_000);
        return;
      } catch (IOException e) {
        if (!process.isAlive() || end - System.nanoTime() < 0) {
          close();
          throw new IOException(name + " does not listen on " + frontend + ": see its log", e);
        }
        Thread.onSpinWait();
      }
    }
  }

  String name() {
    return name;
  }

  InetSocketAddress frontend() {
    return frontend;
  }

  double cpuSeconds() throws IOException {
    return ProcStat.cpuSeconds(process.pid());
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
