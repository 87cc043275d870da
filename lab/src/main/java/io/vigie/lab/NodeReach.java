package io.vigie.lab;

import io.vigie.sim.play.Presence;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What nodes do that are somewhere else, such as in containers: connects to each twice a second.
 * One that cannot be reached twice in a row has ended.
 */
public final class NodeReach implements Supplier<Map<String, Presence>>, AutoCloseable {

  private static final int EVERY_MILLIS = 500;
  private static final int CONNECT_MILLIS = 400;
  private static final int FAILURES = 2;

  private final Map<String, InetSocketAddress> nodes;
  private final Map<String, Integer> failures = new HashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("node-reach").daemon().factory());
  private volatile Map<String, Presence> presence = Map.of();

  /**
   * Looks from now on.
   *
   * @param nodes where each listens; names are resolved at each look, as containers move
   */
  public NodeReach(Map<String, InetSocketAddress> nodes) {
    this.nodes = Map.copyOf(nodes);
    var _ = thread.scheduleWithFixedDelay(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public Map<String, Presence> get() {
    return presence;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void look() {
    Map<String, Presence> now = new HashMap<>();
    nodes.forEach(
        (name, at) -> {
          int failed = answers(at) ? 0 : failures.getOrDefault(name, 0) + 1;
          failures.put(name, failed);
          now.put(name, failed >= FAILURES ? Presence.ENDED : Presence.THERE);
        });
    presence = Map.copyOf(now);
  }

  private static boolean answers(InetSocketAddress at) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(at.getHostString(), at.getPort()), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
