package io.vigie.lab.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A proxy as a process of its own, that forwards one loopback port to the backend. */
public final class Peer implements AutoCloseable {

  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long STOP_SECONDS = 10;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** HAProxy wants two descriptors for each, and 20,000 is a common limit. */
  private static final int MOST_CONNECTIONS = 8_000;

  private final String name;
  private final Process process;
  private final InetSocketAddress frontend;
  private final Path log;

  private Peer(String name, Process process, InetSocketAddress frontend, Path log) {
    this.name = name;
    this.process = process;
    this.frontend = frontend;
    this.log = log;
  }

  /**
   * HAProxy, with one frontend before one server or more, each with a plain TCP check.
   *
   * @param servers a name and an address each, as haproxy.cfg has them
   */
  static Peer haproxy(Path directory, int threads, List<String> servers, String check)
      throws IOException {
    int port = freePort();
    Path config = directory.resolve("haproxy.cfg");
    StringBuilder lines = new StringBuilder();
    servers.forEach(server -> lines.append("  server ").append(server).append(check).append('\n'));
    Files.writeString(
        config,
        """
        global
          nbthread %1$d
          maxconn %2$d
        defaults
          mode tcp
          timeout connect 500ms
          timeout check 500ms
          timeout client 1h
          timeout server 1h
          maxconn %2$d
        frontend bench
          bind 127.0.0.1:%3$d
          default_backend bench
        backend bench
          balance roundrobin
        %4$s\
        """
            .formatted(threads, MOST_CONNECTIONS, port, lines));
    return start("haproxy", port, directory, List.of("haproxy", "-db", "-f", config.toString()));
  }

  /** A service of Vigie's, up once it listens on {@code port}. */
  static Peer vigie(String service, String config, int port, Path directory, List<String> vigie)
      throws IOException {
    Path file = directory.resolve("vigie.yaml");
    Files.writeString(file, config);
    List<String> command = new ArrayList<>(vigie);
    command.addAll(List.of("run", service, "--config", file.toString(), "--host", "bench"));
    command.addAll(List.of("--state-dir", directory.resolve("state").toString()));
    return start("vigie", port, directory, command);
  }

  private static Peer start(String name, int port, Path directory, List<String> command)
      throws IOException {
    Path log = directory.resolve(name + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    InetSocketAddress frontend = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    Peer peer = new Peer(name, process, frontend, log);
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
          String said = Files.readString(log).strip();
          throw new IOException(
              name + " does not listen on " + frontend + "; it says:\n" + said, e);
        }
        LockSupport.parkNanos(LOOK_NANOS);
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

  /** A port of 127.0.0.1 that nobody has now. */
  public static int freePort() throws IOException {
    return freePorts(1).getFirst();
  }

  /** So many of them, each another one: all are held until the last is found. */
  public static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
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
