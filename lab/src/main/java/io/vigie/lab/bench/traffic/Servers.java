package io.vigie.lab.bench.traffic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The servers behind the proxies: one process, one port of many loopback addresses. */
public final class Servers implements AutoCloseable {

  private static final int PER_NET = 250;

  private final Helper helper;
  private final int port;

  private Servers(Helper helper, int port) {
    this.helper = helper;
    this.port = port;
  }

  /**
   * Starts them.
   *
   * @param count 1 to 50,000
   * @param java the words that run a main class of ours
   */
  public static Servers start(Path log, List<String> java, int count) throws IOException {
    Helper helper =
        Helper.start(log, java, ServersMain.class, List.of(Integer.toString(count), threads()));
    try {
      return new Servers(helper, Integer.parseInt(helper.hear()));
    } catch (IOException e) {
      helper.close();
      throw e;
    }
  }

  /** Threads of clients, and of servers: with the proxy they share the cores. */
  static String threads() {
    return Integer.toString(Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4));
  }

  /** The address of the server with this index. */
  public static String address(int index) {
    return "127.7.%d.%d".formatted(index / PER_NET, 1 + index % PER_NET);
  }

  /** The port of all. */
  public int port() {
    return port;
  }

  /** Their process. */
  public long pid() {
    return helper.pid();
  }

  /** Ends one: its listener and its connections, by a reset. */
  public void kill(int index) throws IOException {
    expectDone(helper.ask("kill " + index));
  }

  /** Brings it back. */
  public void revive(int index) throws IOException {
    expectDone(helper.ask("revive " + index));
  }

  private static void expectDone(String answer) throws IOException {
    if (!answer.equals("done")) {
      throw new IOException("servers: " + answer);
    }
  }

  @Override
  public void close() {
    helper.close();
  }
}
