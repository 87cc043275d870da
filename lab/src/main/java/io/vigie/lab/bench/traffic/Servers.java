package io.vigie.lab.bench.traffic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The servers behind the proxies: one process, one port of many addresses. */
public final class Servers implements AutoCloseable {

  /** The first two numbers of addresses of this machine that nothing else listens on. */
  public static final String LOOPBACK = "127.7";

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
   * @param java the words that run a main class of ours
   * @param net the first two numbers of their addresses
   * @param count 1 to 50,000
   */
  public static Servers start(Path log, List<String> java, String net, int count)
      throws IOException {
    List<String> args = List.of(net, Integer.toString(count), threads());
    Helper helper = Helper.start(log, java, ServersMain.class, args);
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

  /** The address of the server with this index in such a net. */
  public static String address(String net, int index) {
    return "%s.%d.%d".formatted(net, index / PER_NET, 1 + index % PER_NET);
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
