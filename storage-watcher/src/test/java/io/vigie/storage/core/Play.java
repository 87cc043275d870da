package io.vigie.storage.core;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.EventType;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.Sequence;
import io.vigie.kube.model.Engine;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Replica;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Two storage-watchers that share one log, one of them speaking, while a scene is played to them:
 * each watch in its own order, the watches in any; with duplicates, relists, times in which one of
 * them misses everything, and deaths of the one who speaks, also between two words.
 */
final class Play {

  private final Random random;
  private final List<Fact> log = new ArrayList<>();
  private final Map<String, Kubernetes> api = new TreeMap<>();
  private final Map<String, NodeStatus> probed = new HashMap<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private int speaker;
  private int ids;
  private long now;

  Play(long seed) {
    random = new Random(seed);
  }

  /** One step of a scene: an object's next state, or an observer's verdict. */
  sealed interface Step {
    /** What the API server has from now on. */
    record Is(Kubernetes object) implements Step {}

    /** What the observers say from now on. */
    record Probed(String node, NodeStatus status) implements Step {}
  }

  /** One of the two. */
  private static final class Watcher {
    private StorageWatch watch = new StorageWatch(() -> "");
    private int heard;
    private boolean away;
  }

  /** Plays it to its end, after which everybody knows everything. */
  void play(List<Kubernetes> before, List<List<Step>> streams) {
    before.forEach(this::put);
    List<List<Step>> left = new ArrayList<>();
    streams.forEach(stream -> left.add(new ArrayList<>(stream)));
    for (int i = 0; i < 2; i++) {
      watchers.add(new Watcher());
      start(watchers.get(i));
    }
    takeOver(0);
    while (!left.isEmpty()) {
      List<Step> stream = left.get(random.nextInt(left.size()));
      step(stream.removeFirst());
      left.removeIf(List::isEmpty);
      disturb();
    }
    watchers.forEach(this::comeBack);
    work();
    takeOver(1 - speaker);
  }

  private void step(Step step) {
    switch (step) {
      case Step.Is(Kubernetes object) -> {
        put(object);
        watchers.stream().filter(one -> !one.away).forEach(one -> one.watch.seen(object, now));
      }
      case Step.Probed(String node, NodeStatus status) -> {
        probed.put(node, status);
        watchers.forEach(one -> probe(one, node, status));
      }
    }
    work();
  }

  /** What may come between two steps. */
  private void disturb() {
    Watcher one = watchers.get(random.nextInt(2));
    List<Kubernetes> all = List.copyOf(api.values());
    switch (random.nextInt(24)) {
      case 0, 1, 2, 3 -> seen(one, all.get(random.nextInt(all.size()))); // a duplicate
      case 4 -> all.forEach(object -> seen(one, object)); // a relist
      case 5, 6 -> one.away = true;
      case 7, 8, 9 -> comeBack(one);
      case 10 -> takeOver(1 - speaker);
      case 11 -> start(one); // killed and begun again, between two pieces of work
      default -> {}
    }
    now += random.nextLong(20_000_000_000L);
    work();
  }

  private void put(Kubernetes object) {
    api.put(object.getClass().getSimpleName() + " " + object.key(), object);
  }

  private void seen(Watcher one, Kubernetes object) {
    if (!one.away) {
      one.watch.seen(object, now);
    }
  }

  private void comeBack(Watcher one) {
    one.away = false;
    api.values().forEach(object -> one.watch.seen(object, now));
  }

  private void start(Watcher one) {
    boolean spoke = watchers.indexOf(one) == speaker && !log.isEmpty();
    one.watch = new StorageWatch(() -> "id-" + ++ids);
    one.heard = 0;
    comeBack(one);
    one.watch.whole(true);
    probed.forEach((node, status) -> probe(one, node, status));
    if (spoke) {
      takeOver(random.nextInt(2));
    }
  }

  /** The turn goes to a watcher that has heard all that was said, and sees the cluster. */
  private void takeOver(int next) {
    watchers.get(speaker).watch.speaks(false);
    speaker = next;
    Watcher one = watchers.get(speaker);
    comeBack(one);
    listen(one);
    one.watch.speaks(true);
    work();
  }

  private void listen(Watcher one) {
    while (one.heard < log.size()) {
      one.watch.heard(envelope(log.get(one.heard++), "storage-watcher"), false, now);
    }
  }

  private void probe(Watcher one, String node, NodeStatus status) {
    Fact fact =
        Fact.root(
            "probe-" + ++ids, new NodeChanged(node, status, List.of(), List.of(), 0, 0, false));
    one.watch.heard(envelope(fact, "health-service"), true, now);
  }

  private void work() {
    Watcher one = watchers.get(speaker);
    while (one.watch.hasWork()) {
      for (Fact fact : one.watch.work(1 + random.nextInt(3), now)) {
        told(fact);
        one.heard = log.size();
        if (random.nextInt(40) == 0) { // killed between two words: the rest was never said
          start(one);
          return;
        }
      }
    }
    if (random.nextBoolean()) {
      listen(watchers.get(1 - speaker));
    }
  }

  private void told(Fact fact) {
    Event event = fact.event();
    for (Fact before : log.reversed()) {
      if (isSameSubject(before.event(), event)) {
        assertFalse(before.event().equals(event), () -> "twice: " + event + story());
        progressed(before.event(), event);
        break;
      }
    }
    if (event instanceof RebuildChanged done && done.stage() == RebuildStage.DONE) {
      whole(done.volume(), requireNonNull(done.replica()));
    }
    log.add(fact);
  }

  private static boolean isSameSubject(Event one, Event other) {
    return EventType.of(one) == EventType.of(other) && one.subject().equals(other.subject());
  }

  private void whole(String volume, String name) {
    Engine engine = (Engine) requireNonNull(api.get("Engine " + volume + "-e-0"));
    Replica replica = (Replica) requireNonNull(api.get("Replica " + name));
    assertEquals(Mode.RW, engine.modes().get(name), () -> "done before RW" + story());
    assertFalse(replica.healthyAt().isEmpty(), () -> "done before healthyAt" + story());
    assertFalse(replica.lastFailedAt().isEmpty(), () -> "done before it failed" + story());
  }

  private void progressed(Event before, Event after) {
    if (before instanceof RebuildChanged b
        && after instanceof RebuildChanged a
        && requireNonNull(b.replica()).equals(a.replica())
        && b.attempt() == a.attempt()
        && Told.isOpen(b)) {
      assertTrue(rank(a) >= rank(b), () -> "went back: " + a + story());
      assertTrue(a.progress() >= b.progress(), () -> "progress went back: " + a + story());
    }
  }

  private static int rank(RebuildChanged rebuild) {
    return switch (rebuild.stage()) {
      case EXPECTED, UNPLACEABLE -> 0;
      case QUEUED -> 1;
      case COPYING -> 2;
      case FAILED -> 3;
      case DONE, DROPPED -> 4;
    };
  }

  /** All that was told, in order. */
  List<Fact> log() {
    return log;
  }

  /** The events of a type, in order. */
  <T extends Event> List<T> all(Class<T> type) {
    return log.stream().map(Fact::event).filter(type::isInstance).map(type::cast).toList();
  }

  /** The story in a line a fact, for whoever has to find out what went wrong. */
  String story() {
    StringBuilder story = new StringBuilder();
    for (Fact fact : log) {
      String text = fact.event().toString();
      story.append("\n  ").append(text, 0, Math.min(150, text.length()));
    }
    return story.toString();
  }

  private Envelope envelope(Fact fact, String service) {
    return new Envelope(
        fact, Envelope.source("lb-1", service), new Sequence(1, ++ids), Instant.EPOCH);
  }
}
