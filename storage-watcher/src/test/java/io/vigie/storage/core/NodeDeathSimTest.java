package io.vigie.storage.core;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.LastReplica;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.ReplicaChanged.ReplicaState;
import io.vigie.event.Sequence;
import io.vigie.event.VolumeChanged;
import io.vigie.event.VolumeChanged.VolumeHealth;
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
import org.junit.jupiter.api.Test;

/**
 * A node dies and comes back, told in any order that the watches allow, with duplicates, relists
 * and restarts. {@code -Dvigie.seed} repeats one run, {@code -Dvigie.runs} is how many there are.
 */
class NodeDeathSimTest {

  private static final int RUNS = Integer.getInteger("vigie.runs", 2_000);

  @Test
  void whateverTheOrderTheStoryIsTheSame() {
    Long only = Long.getLong("vigie.seed");
    long first = only == null ? new Random().nextLong() : only;
    for (int run = 0; run < (only == null ? RUNS : 1); run++) {
      long seed = first + run;
      try {
        new Run(seed).play();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dvigie.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static final class Run {

    private final Random random;
    private final List<Fact> log = new ArrayList<>();
    private final Map<String, Kubernetes> api = new HashMap<>();
    private final List<List<Kubernetes>> streams = new ArrayList<>();
    private StorageWatch watch = new StorageWatch(() -> "");
    private boolean down;
    private int ids;
    private long now;

    Run(long seed) {
      random = new Random(seed);
    }

    void play() {
      for (List<Kubernetes> stream : NodeDeath.streams()) {
        List<Kubernetes> later = new ArrayList<>(stream);
        Kubernetes before = later.removeFirst();
        api.put(before.key() + before.getClass(), before);
        streams.add(later);
      }
      NodeDeath.rest().forEach(object -> api.put(object.key() + object.getClass(), object));
      start();
      int left = streams.stream().mapToInt(List::size).sum();
      int restart = random.nextInt(left + 1);
      probed(true); // which is long before Kubernetes notices
      while (left > 0) {
        List<Kubernetes> stream = streams.get(random.nextInt(streams.size()));
        if (!stream.isEmpty()) {
          Kubernetes next = stream.removeFirst();
          api.put(next.key() + next.getClass(), next);
          see(next);
          left--;
        }
        disturb();
        if (left == restart) {
          restart = -1;
          start();
        }
      }
      probed(false);
      start();
      check();
    }

    /** What may come between two changes. */
    private void disturb() {
      if (random.nextInt(4) == 0) {
        List<Kubernetes> all = new ArrayList<>(api.values());
        see(all.get(random.nextInt(all.size()))); // a duplicate
      }
      if (random.nextInt(10) == 0) {
        api.values().forEach(this::see); // a relist
      }
      now += random.nextLong(20_000_000_000L);
    }

    private void start() {
      watch = new StorageWatch(() -> "id-" + ++ids);
      for (Fact fact : log) {
        watch.heard(envelope(fact, "storage-watcher"), false, now);
      }
      if (down) {
        watch.heard(envelope(node(NodeStatus.DOWN), "health-service"), true, now);
      }
      api.values().forEach(object -> watch.seen(object, now));
      watch.whole(true);
      watch.speaks(true);
      work();
    }

    private void probed(boolean isDown) {
      down = isDown;
      NodeStatus status = isDown ? NodeStatus.DOWN : NodeStatus.UP;
      watch.heard(envelope(node(status), "health-service"), true, now);
      work();
    }

    private void see(Kubernetes object) {
      watch.seen(object, now);
      work();
    }

    private void work() {
      while (watch.hasWork()) {
        List<Fact> facts = watch.work(1 + random.nextInt(3), now);
        facts.forEach(this::told);
      }
    }

    private void told(Fact fact) {
      for (Fact before : log.reversed()) {
        if (before.event().getClass() == fact.event().getClass()
            && before.event().subject().equals(fact.event().subject())) {
          assertFalse(before.event().equals(fact.event()), () -> "twice: " + fact.event());
          progressed(before.event(), fact.event());
          break;
        }
      }
      if (fact.event() instanceof RebuildChanged r && r.stage() == RebuildStage.DONE) {
        Engine engine = (Engine) requireNonNull(api.get(Longhorn.VOLUME + "-e-0" + Engine.class));
        Replica replica = (Replica) requireNonNull(api.get(Longhorn.replica(2) + Replica.class));
        assertEquals(Mode.RW, engine.modes().get(replica.key()), "done before RW");
        assertFalse(replica.healthyAt().isEmpty(), "done before healthyAt");
        assertFalse(replica.lastFailedAt().isEmpty(), "done by a record of before the failure");
      }
      log.add(fact);
    }

    private void progressed(Event before, Event after) {
      if (before instanceof RebuildChanged b && after instanceof RebuildChanged a) {
        boolean same = b.attempt() == a.attempt() && a.stage() == RebuildStage.COPYING;
        assertTrue(
            !same || b.stage() != RebuildStage.COPYING || a.progress() >= b.progress(),
            "progress went back");
        assertFalse(b.stage() == RebuildStage.DONE, () -> story() + "\nand then: " + a);
      }
    }

    /** The story in a line a fact, for whoever has to find out what went wrong. */
    private String story() {
      StringBuilder story = new StringBuilder();
      for (Fact fact : log) {
        String text = fact.event().toString();
        story.append("\n  ").append(text, 0, Math.min(110, text.length()));
      }
      return story.toString();
    }

    private void check() {
      assertEquals(VolumeHealth.HEALTHY, last(VolumeChanged.class).health());
      assertEquals(Risk.CLEAR, last(NodeAtRisk.class).risk());
      assertEquals(ReplicaState.HEALTHY, last(ReplicaChanged.class).state(), this::story);
      assertEquals(RebuildStage.DONE, last(RebuildChanged.class).stage(), this::story);
      assertEquals(1, count(RebuildChanged.class, "stage=DONE"), this::story);
      assertEquals(1, count(NodeAtRisk.class, "risk=CLEAR"), this::story);
      assertEquals(1, count(NodeAtRisk.class, "risk=AT_RISK"), this::story);
      assertEquals(1, count(ReplicaChanged.class, "state=HEALTHY"), this::story);
      assertEquals(0, count(LastReplica.class, ""));
      boolean caused =
          log.stream()
              .filter(fact -> fact.event() instanceof RebuildChanged)
              .allMatch(fact -> fact.causationId() != null);
      assertTrue(caused, this::story);
    }

    private <T extends Event> T last(Class<T> type) {
      return log.reversed().stream()
          .map(Fact::event)
          .filter(type::isInstance)
          .map(type::cast)
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " in " + story()));
    }

    private long count(Class<? extends Event> type, String text) {
      return log.stream()
          .map(Fact::event)
          .filter(type::isInstance)
          .filter(event -> event.toString().contains(text))
          .count();
    }

    private Fact node(NodeStatus status) {
      return Fact.root(
          "probe-" + ++ids, new NodeChanged("k3s-2", status, List.of(), List.of(), 0, 0, false));
    }

    private Envelope envelope(Fact fact, String service) {
      return new Envelope(
          fact, Envelope.source("lb-1", service), new Sequence(1, ++ids), Instant.EPOCH);
    }
  }
}
