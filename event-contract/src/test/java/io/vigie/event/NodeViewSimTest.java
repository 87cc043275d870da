package io.vigie.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ObserverChanged.ObserverState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Random news, doubled, late and out of order, against a slow reading of the rule over the whole
 * history. Replay with {@code -Dsim.seed=N}.
 */
class NodeViewSimTest {

  private static final List<String> OBSERVERS = List.of("lb-1", "lb-2", "lb-3");
  private static final List<String> NODES = List.of("k3s-1", "k3s-2");
  private static final List<NodeStatus> STATUSES = List.of(NodeStatus.values());
  private static final int STEPS = 300;

  private static final Set<Standing> SEEN = EnumSet.noneOf(Standing.class);
  private static final Set<Boolean> OTHERS_COUNT = new HashSet<>();

  private final long seed = Long.getLong("sim.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<Heard> history = new ArrayList<>();
  private final List<Envelope> sent = new ArrayList<>();

  private record Heard(
      long at, String observer, @Nullable Envelope news, boolean fresh, Sign sign) {}

  private enum Sign {
    NEWS,
    PING,
    END
  }

  @RepeatedTest(20)
  void holdsWhatASlowReadingOfTheHistoryHolds() {
    NodeView view = NodeView.EMPTY;
    long now = random.nextLong();
    long n = 0;
    for (int step = 0; step < STEPS; step++) {
      now += random.nextLong(500_000_000L);
      Heard next = next(now, ++n);
      NodeView before = view;
      Opinion earlier = before.agreed("k3s-1", now);
      view = apply(view, next, now);
      history.add(next);
      assertEquals(earlier, before.agreed("k3s-1", now), "immutable, seed " + seed);
      for (String node : NODES) {
        Standing agreed = view.agreed(node, now).standing();
        assertEquals(slowlyAgreed(node, OBSERVERS, now), agreed, "step " + step + " seed " + seed);
        SEEN.add(agreed);
        for (String own : OBSERVERS) {
          assertEquals(
              slowlySeen(own, node, now),
              view.seenFrom(own, node, now).standing(),
              own + " " + node + " step " + step + " seed " + seed);
          long later = now + random.nextLong(8_000_000_000L);
          boolean others = !view.counting(own, now).equals(view.counting(own, later));
          OTHERS_COUNT.add(others);
          if (!others) {
            assertEquals(
                view.seenFrom(own, node, now),
                view.seenFrom(own, node, later),
                "time alone changes nothing, " + own + " step " + step + " seed " + seed);
          }
        }
      }
    }
  }

  @AfterAll
  static void theNewsWereNotDull() {
    if (System.getProperty("sim.seed") == null) {
      assertEquals(Set.of(Standing.values()), SEEN);
      assertEquals(Set.of(true, false), OTHERS_COUNT);
    }
  }

  private Heard next(long now, long n) {
    String observer = OBSERVERS.get(random.nextInt(OBSERVERS.size()));
    int dice = random.nextInt(10);
    if (dice == 0) {
      return new Heard(now, observer, null, true, Sign.END);
    }
    if (dice < 4) {
      return new Heard(now, observer, null, true, Sign.PING);
    }
    if (dice < 6 && !sent.isEmpty()) { // an old one once more
      Envelope again = sent.get(random.nextInt(sent.size()));
      return new Heard(now, again.host(), again, random.nextBoolean(), Sign.NEWS);
    }
    Envelope news = envelope(observer, event(observer), n);
    sent.add(news);
    boolean withheld = random.nextInt(5) == 0; // it comes later, out of order
    return withheld
        ? new Heard(now, observer, null, true, Sign.PING)
        : new Heard(now, observer, news, random.nextInt(5) > 0, Sign.NEWS);
  }

  private Event event(String observer) {
    return switch (random.nextInt(6)) {
      case 0 ->
          new ObserverChanged(
              observer,
              random.nextInt(3) == 0 ? ObserverState.IMPAIRED : ObserverState.CLEAR,
              "",
              List.of());
      case 1 -> new ServiceAlive(observer, "health-service", "1", 1);
      default ->
          new NodeChanged(
              NODES.get(random.nextInt(NODES.size())),
              STATUSES.get(random.nextInt(STATUSES.size())),
              List.of(),
              List.of(),
              0,
              0,
              random.nextInt(6) == 0);
    };
  }

  private static NodeView apply(NodeView view, Heard next, long now) {
    return switch (next.sign()) {
      case NEWS -> view.heard(Objects.requireNonNull(next.news()), next.fresh(), now);
      case PING -> view.linkAlive(next.observer(), now);
      case END -> view.linkLost(next.observer());
    };
  }

  /** The last event of a kind by sequence, whenever it came. */
  private <E extends Event> @Nullable E last(String observer, Class<E> kind, String subject) {
    return history.stream()
        .filter(heard -> heard.sign() == Sign.NEWS && heard.observer().equals(observer))
        .map(heard -> Objects.requireNonNull(heard.news()))
        .filter(news -> kind.isInstance(news.event()) && news.event().subject().equals(subject))
        .max((a, b) -> a.sequence().compareTo(b.sequence()))
        .map(news -> kind.cast(news.event()))
        .orElse(null);
  }

  private boolean counts(String observer, long now) {
    ObserverChanged doubt = last(observer, ObserverChanged.class, observer);
    boolean impaired = doubt != null && doubt.state() == ObserverState.IMPAIRED;
    return !impaired
        && history.stream()
            .anyMatch(
                heard ->
                    heard.observer().equals(observer)
                        && heard.fresh()
                        && heard.sign() != Sign.END
                        && now - heard.at() <= 6_000_000_000L);
  }

  private boolean near(String observer, long now) {
    Heard link = null;
    for (Heard heard : history) {
      if (heard.observer().equals(observer) && heard.sign() != Sign.NEWS) {
        link = heard;
      }
    }
    return link != null && link.sign() == Sign.PING && now - link.at() <= 1_000_000_000L;
  }

  private @Nullable NodeStatus word(String observer, String node) {
    NodeChanged said = last(observer, NodeChanged.class, node);
    return said == null || said.impaired() ? null : said.status();
  }

  private Standing slowlyAgreed(String node, List<String> observers, long now) {
    Set<NodeStatus> said = new HashSet<>();
    for (String observer : observers) {
      NodeStatus word = word(observer, node);
      if (word != null && counts(observer, now)) {
        said.add(word);
      }
    }
    if (said.isEmpty()) {
      return Standing.UNKNOWN;
    }
    if (said.contains(NodeStatus.DOWN)) {
      return said.size() == 1 ? Standing.DOWN : Standing.DISPUTED;
    }
    if (said.contains(NodeStatus.FLAPPING)) {
      return Standing.FLAPPING;
    }
    return said.contains(NodeStatus.DEGRADED) ? Standing.DEGRADED : Standing.UP;
  }

  private Standing slowlySeen(String own, String node, long now) {
    NodeStatus word = word(own, node);
    if (word != null && counts(own, now) && near(own, now)) {
      return Standing.valueOf(word.name());
    }
    List<String> others = OBSERVERS.stream().filter(observer -> !observer.equals(own)).toList();
    Standing agreed = slowlyAgreed(node, others, now);
    return agreed == Standing.UNKNOWN && word != null && counts(own, now)
        ? Standing.valueOf(word.name())
        : agreed;
  }

  private static Envelope envelope(String observer, Event event, long n) {
    return new Envelope(
        Fact.root("id-" + n, event),
        Envelope.source(observer, "health-service"),
        new Sequence(1, n),
        Instant.EPOCH);
  }
}
