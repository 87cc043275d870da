package io.vigie.health.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ObserverChanged;
import io.vigie.event.ObserverChanged.ObserverState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand targets at one second, each on a loopback address of its own, by one service. */
class ThousandTargetsIT {

  private static final int TARGETS = 1_000;
  private static final int KILLED = 100;
  private static final int PER_NET = 250;
  private static final int SECONDS = 15;

  @TempDir private Path directory = Path.of("/");
  private final AtomicIntegerArray probes = new AtomicIntegerArray(TARGETS);

  @Test
  void eachIsProbedInItsTimeAndTheKilledAreFoundExactly() throws Exception {
    long seed = Long.getLong("sim.seed", System.nanoTime());
    String replay = "-Dsim.seed=" + seed;
    List<ServerSocketChannel> listeners = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      int port = listen(selector, listeners);
      Thread accepting = Thread.ofPlatform().daemon().start(() -> accept(selector));
      try (Observing observing = Observing.start(config(port), directory)) {
        awaitUp(observing.news, TARGETS);
        eachIsProbedInItsTime();

        Set<Integer> killed =
            new SplittableRandom(seed)
                .ints(0, TARGETS)
                .distinct()
                .limit(KILLED)
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
        for (int target : killed) {
          listeners.get(target).close();
        }
        Set<String> names = killed.stream().map(i -> "n" + i).collect(Collectors.toSet());
        Awaitility.await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> downs(observing.news).size() >= KILLED);
        Awaitility.await() // as long as it takes to find out about anybody else
            .during(Duration.ofSeconds(3))
            .atMost(Duration.ofSeconds(6))
            .untilAsserted(() -> assertEquals(names, downs(observing.news), replay));
        assertEquals(List.of(), doubts(observing.news), replay);
      }
      selector.wakeup();
      accepting.interrupt();
    } finally {
      for (ServerSocketChannel listener : listeners) {
        listener.close();
      }
    }
  }

  private void eachIsProbedInItsTime() {
    int[] before = IntStream.range(0, TARGETS).map(probes::get).toArray();
    long began = System.nanoTime();
    Awaitility.await()
        .atMost(Duration.ofSeconds(SECONDS + 5))
        .until(() -> System.nanoTime() - began >= Duration.ofSeconds(SECONDS).toNanos());
    double seconds = (System.nanoTime() - began) / 1e9;
    int most = (int) Math.ceil(seconds / 0.95) + 1; // interval 1 s, jitter 5 %
    int least = (int) (seconds / 1.05 * 0.9) - 1; // a tenth for probes and a busy machine
    for (int i = 0; i < TARGETS; i++) {
      int count = probes.get(i) - before[i];
      assertTrue(
          count >= least && count <= most,
          "n%d: %d probes in %.1f s, expected %d to %d".formatted(i, count, seconds, least, most));
    }
  }

  private static void awaitUp(HeardNews news, int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                news.events(NodeChanged.class).filter(n -> n.status() == NodeStatus.UP).count()
                    >= count);
  }

  /** Without those for a loop that stood still: that is this machine's doing. */
  private static List<ObserverChanged> doubts(HeardNews news) {
    return news.events(ObserverChanged.class)
        .filter(o -> o.state() == ObserverState.IMPAIRED && !o.reason().startsWith("own loop"))
        .toList();
  }

  private static Set<String> downs(HeardNews news) {
    Set<String> downs = new HashSet<>();
    news.events(NodeChanged.class)
        .filter(n -> n.status() == NodeStatus.DOWN)
        .forEach(n -> downs.add(n.node()));
    return downs;
  }

  private static int listen(Selector selector, List<ServerSocketChannel> listeners)
      throws IOException {
    int port = 0;
    for (int i = 0; i < TARGETS; i++) {
      ServerSocketChannel listener = ServerSocketChannel.open();
      listeners.add(listener);
      listener.bind(new InetSocketAddress(address(i), port), 16);
      listener.configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT, i);
      port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }
    return port;
  }

  private void accept(Selector selector) {
    try {
      while (selector.isOpen()) {
        selector.select(this::take, 100);
      }
    } catch (ClosedSelectorException _) {
      // the end
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(SelectionKey key) {
    try (SocketChannel probe = ((ServerSocketChannel) key.channel()).accept()) {
      if (probe != null) {
        probes.incrementAndGet((int) key.attachment());
      }
    } catch (IOException e) {
      key.cancel(); // the killed ones
    }
  }

  private static String config(int port) {
    StringBuilder nodes = new StringBuilder("nodes:\n");
    for (int i = 0; i < TARGETS; i++) {
      nodes.append("  n%d: { address: %s }\n".formatted(i, address(i)));
    }
    return nodes
        + """
        checks: { tcp: { type: tcp, port: %d, interval: 1s, timeout: 500ms, fall: 2, rise: 2 } }
        pools: { web: { port: 1, servers: all, check: tcp } }
        """
            .formatted(port);
  }

  private static String address(int i) {
    return "127.3.%d.%d".formatted(i / PER_NET, 1 + i % PER_NET);
  }
}
