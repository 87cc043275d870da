package io.vigie.db.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.ClusterChanged;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverStage;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.Sequence;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Postgres;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One run of a scene with two watchers, of which one speaks. */
final class SimRun {

  private final Random random;
  private final Scene scene;
  private final List<Fact> log = new ArrayList<>();
  private final List<Envelope> topic = new ArrayList<>();
  private final List<Envelope> health = new ArrayList<>();
  private final Map<String, Kubernetes> api = new HashMap<>();
  private final List<List<Kubernetes>> streams = new ArrayList<>();
  private final DbWatch[] watches = new DbWatch[2];
  private int speaker;
  private boolean skipped;
  private int dark;
  private boolean down;
  private int ids;
  private long now;

  /** What happens. */
  enum Scene {
    FAILOVER,
    SWITCHOVER
  }

  SimRun(long seed, Scene scene) {
    this.random = new Random(seed);
    this.scene = scene;
  }

  void play() {
    boolean failover = scene == Scene.FAILOVER;
    for (List<Kubernetes> stream : failover ? Scenes.failover() : Scenes.switchover()) {
      List<Kubernetes> later = new ArrayList<>(stream);
      put(later.removeFirst());
      streams.add(later);
    }
    Scenes.rest().forEach(this::put);
    if (!failover) {
      Scenes.restOfSwitchover().forEach(this::put);
    }
    boolean merges = random.nextBoolean();
    start(0);
    start(1);
    if (failover) {
      probed(true); // which is long before Kubernetes notices
    }
    while (streams.stream().anyMatch(stream -> !stream.isEmpty())) {
      next(merges);
      disturb();
    }
    api.values().forEach(this::see);
    if (failover) {
      probed(false);
    }
    pass(10_000_000_000L);
    start(random.nextInt(2));
    pass(1_000_000_000L);
  }

  /** One stream goes on by one change, or by several that are seen as one. */
  private void next(boolean merges) {
    List<Kubernetes> stream = streams.get(random.nextInt(streams.size()));
    if (stream.isEmpty()) {
      return;
    }
    Kubernetes next = stream.removeFirst();
    boolean asked = scene == Scene.SWITCHOVER && next instanceof Postgres; // how it begins is seen
    while (merges && !asked && !stream.isEmpty() && random.nextInt(5) == 0) {
      next = stream.removeFirst();
      skipped = true;
    }
    put(next);
    if (dark > 0) {
      skipped = true;
      if (--dark == 0) {
        api.values().forEach(this::see); // the API is back
      }
      return;
    }
    see(next);
    if (merges && scene == Scene.FAILOVER && random.nextInt(12) == 0) {
      dark = 1 + random.nextInt(8);
    }
  }

  /** What may come between two changes. */
  private void disturb() {
    if (dark == 0 && random.nextInt(4) == 0) {
      List<Kubernetes> all = new ArrayList<>(api.values());
      see(all.get(random.nextInt(all.size()))); // a duplicate
    }
    if (dark == 0 && random.nextInt(10) == 0) {
      api.values().forEach(this::see); // a relist
    }
    if (random.nextInt(15) == 0) {
      start(random.nextInt(2));
    }
    if (random.nextInt(10) == 0) {
      turn();
    }
    pass(random.nextLong(400_000_000L));
  }

  /** The other one speaks from now on. */
  private void turn() {
    watches[speaker].speaks(false);
    speaker = 1 - speaker;
    watches[speaker].speaks(true);
    work();
  }

  /** A process begins anew. If it spoke, the other one does now. */
  private void start(int which) {
    DbWatch watch = new DbWatch(() -> "id-" + ++ids);
    boolean spoke = watches[which] != null && which == speaker;
    watches[which] = watch;
    topic.forEach(word -> watch.heard(word, false, now));
    health.forEach(word -> watch.heard(word, false, now));
    watch.linkAlive("lb-1", now);
    api.values().forEach(object -> watch.seen(object, now));
    watch.recheck(now);
    watch.whole(true);
    if (spoke && watches[1 - which] != null) {
      speaker = 1 - which;
      watches[speaker].speaks(true);
    } else if (which == speaker) {
      watch.speaks(true);
    }
    work();
  }

  private void probed(boolean isDown) {
    down = isDown;
    NodeStatus status = isDown ? NodeStatus.DOWN : NodeStatus.UP;
    Fact fact =
        Fact.root(
            "probe-" + ++ids, new NodeChanged("k3s-2", status, List.of(), List.of(), 0, 0, false));
    Envelope envelope = envelope(fact, "health-service");
    health.add(envelope);
    for (DbWatch watch : watches) {
      watch.heard(envelope, true, now);
    }
    work();
  }

  private void pass(long nanos) {
    now += nanos;
    for (DbWatch watch : watches) {
      watch.linkAlive("lb-1", now);
      watch.recheck(now);
    }
    work();
  }

  private void put(Kubernetes object) {
    api.put(object.getClass().getSimpleName() + " " + object.key(), object);
  }

  private void see(Kubernetes object) {
    for (DbWatch watch : watches) {
      watch.seen(object, now);
    }
    work();
  }

  /** The one that speaks does, the other one hears it; it hears itself as well, or not. */
  private void work() {
    assertFalse(watches[speaker] == null);
    while (watches[speaker].hasWork()) {
      List<Envelope> words = new ArrayList<>();
      for (Fact fact : watches[speaker].work(1 + random.nextInt(3), now)) {
        told(fact);
        words.add(envelope(fact, "db-watcher"));
      }
      topic.addAll(words);
      for (Envelope word : words) {
        if (watches[1 - speaker] != null) {
          watches[1 - speaker].heard(word, true, now);
        }
        if (random.nextBoolean()) {
          watches[speaker].heard(word, true, now);
        }
      }
    }
    if (watches[1 - speaker] != null) {
      assertFalse(watches[1 - speaker].hasWork(), "the other one does not speak");
    }
  }

  private void told(Fact fact) {
    for (Fact before : log.reversed()) {
      if (before.event().getClass() == fact.event().getClass()) {
        assertFalse(before.event().equals(fact.event()), () -> "twice: " + fact.event());
        break;
      }
    }
    Postgres database = (Postgres) api.get("Postgres " + Cnpg.NAME);
    if (fact.event() instanceof FailoverChanged f && f.stage() == FailoverStage.WRITABLE) {
      assertTrue(database != null && database.primary().equals("pg-2"), "writable too early");
    }
    if (fact.event() instanceof ClusterChanged c) {
      primary(c);
    }
    log.add(fact);
  }

  /** Where to write to is told when that is so, neither earlier nor later. */
  private void primary(ClusterChanged told) {
    boolean done =
        facts(FailoverChanged.class).stream()
            .map(fact -> ((FailoverChanged) fact.event()).stage())
            .anyMatch(s -> s == FailoverStage.WRITABLE || s == FailoverStage.REDUNDANT);
    if (done) {
      assertEquals("pg-2", told.primary());
    } else if (down) {
      assertEquals(null, told.primary());
    } else {
      assertFalse("pg-2".equals(told.primary()));
    }
  }

  /** Whether changes came as one, so that not all of them were seen. */
  boolean skipped() {
    return skipped;
  }

  List<Fact> facts(Class<? extends Event> type) {
    return log.stream().filter(fact -> type.isInstance(fact.event())).toList();
  }

  <T extends Event> T last(Class<T> type) {
    return facts(type).stream()
        .map(Fact::event)
        .map(type::cast)
        .reduce((_, last) -> last)
        .orElseThrow(() -> new AssertionError("no " + type.getSimpleName()));
  }

  long count(Class<? extends Event> type, String text) {
    return facts(type).stream().filter(fact -> fact.event().toString().contains(text)).count();
  }

  /** The story in a line a fact, for whoever has to find out what went wrong. */
  String story() {
    StringBuilder story = new StringBuilder();
    log.forEach(fact -> story.append("\n  ").append(fact.event()));
    return story.toString();
  }

  private Envelope envelope(Fact fact, String service) {
    return new Envelope(
        fact,
        Envelope.source("lb-1", service),
        new Sequence(1, ++ids),
        Watched.BEGIN.plusNanos(now));
  }
}
