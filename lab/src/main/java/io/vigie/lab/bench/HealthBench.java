package io.vigie.lab.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Many TCP checks a second by one health-service process, and by HAProxy beside it: CPU per probe.
 *
 * <p>Every target is a loopback address of its own; one listener takes the connections of all. A
 * probe is counted where the system begins a connection, so the machine should do nothing else.
 */
public final class HealthBench {

  /**
   * What one process came to.
   *
   * @param probesPerSecond that were begun
   * @param cpuPerSecond CPU seconds per second
   */
  public record Figure(String process, double probesPerSecond, double cpuPerSecond) {

    /** CPU time of one probe, in µs. */
    public double cpuMicrosPerProbe() {
      return 1e6 * cpuPerSecond / probesPerSecond;
    }
  }

  private static final int PER_NET = 250;
  private static final int BACKLOG = 4096;

  private HealthBench() {}

  /**
   * Watches {@code targets} at 1 s for {@code seconds}, first by one process, then by the other.
   *
   * @param targets 1 to 50,000
   */
  public static List<Figure> run(int targets, int seconds, int warmUpSeconds, List<String> vigie)
      throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    try (Scratch scratch = Scratch.create();
        ServerSocket listener = new ServerSocket()) {
      listener.bind(new InetSocketAddress("0.0.0.0", 0), BACKLOG);
      Thread.ofPlatform().daemon().start(() -> accept(listener));
      int port = listener.getLocalPort();
      Path directory = scratch.path();
      try (Peer health = health(directory, targets, port, vigie)) {
        figures.add(measure(health, seconds, warmUpSeconds));
      }
      try (Peer haproxy =
          Peer.haproxy(directory, 1, servers(targets, port), " check inter 1s fall 2 rise 2")) {
        figures.add(measure(haproxy, seconds, warmUpSeconds));
      }
    }
    return figures;
  }

  private static Figure measure(Peer peer, int seconds, int warmUpSeconds)
      throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(warmUpSeconds); // the work is done by the other process
    double cpuBefore = peer.cpuSeconds();
    long opensBefore = TcpOpens.soFar();
    long began = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    double took = (System.nanoTime() - began) / 1e9;
    return new Figure(
        peer.name(),
        (TcpOpens.soFar() - opensBefore) / took,
        (peer.cpuSeconds() - cpuBefore) / took);
  }

  /** Takes probes until the listener is closed, and leaves the end of each to the prober. */
  private static void accept(ServerSocket listener) {
    try (ExecutorService probes = Executors.newVirtualThreadPerTaskExecutor()) {
      while (!listener.isClosed()) {
        Socket probe = listener.accept();
        probes.execute(() -> hold(probe));
      }
    } catch (IOException _) {
      // the listener was closed: the bench is over
    }
  }

  private static void hold(Socket probe) {
    try (probe) {
      probe.getInputStream().skip(Long.MAX_VALUE);
    } catch (IOException _) {
      // a reset is an end like any other
    }
  }

  private static Peer health(Path directory, int targets, int port, List<String> vigie)
      throws IOException {
    int management = Peer.freePort();
    StringBuilder nodes = new StringBuilder();
    for (int i = 0; i < targets; i++) {
      nodes.append("  n%d: { address: %s }\n".formatted(i, address(i)));
    }
    String config =
        """
        cluster: bench
        kafka: { bootstrap: ["127.0.0.1:%d"] }
        nodes:
        %sbalancers: { bench: { address: 127.0.0.1 } }
        checks: { tcp: { type: tcp, port: %d, interval: 1s, timeout: 500ms } }
        pools: { all: { port: %d, servers: all, check: tcp } }
        management: { ports: { health: %d, lb: %d } }
        """
            .formatted(Peer.freePort(), nodes, port, port, management, Peer.freePort());
    return Peer.vigie("health", config, management, directory, vigie);
  }

  private static List<String> servers(int targets, int port) {
    List<String> servers = new ArrayList<>();
    for (int i = 0; i < targets; i++) {
      servers.add("n%d %s:%d".formatted(i, address(i), port));
    }
    return servers;
  }

  private static String address(int i) {
    return "127.2.%d.%d".formatted(i / PER_NET, 1 + i % PER_NET);
  }
}
