package io.vigie.db.core;

import io.vigie.event.ClusterChanged;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.FailoverChanged;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.event.Sequence;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Tri;
import io.vigie.kube.read.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A watcher of one database, the API that it sees and all that it told, on a clock of its own. */
final class Watched {

  static final Instant BEGIN = Instant.parse("2026-08-21T10:00:00Z");
  private static final long SECOND = 1_000_000_000L;

  final List<Fact> log = new ArrayList<>();
  private final Map<String, Kubernetes> api = new LinkedHashMap<>();
  private final List<Envelope> health = new ArrayList<>();
  private DbWatch watch = new DbWatch(() -> "");
  private int ids;
  long now;

  /** One that sees these objects, three nodes, and three pods unless there are others. */
  static Watched of(Kubernetes... objects) {
    Watched watched = new Watched();
    for (int i = 1; i <= 3; i++) {
      watched.put(Cnpg.node(i, Tri.TRUE));
      watched.put(Cnpg.pod(i, i == 1 ? "primary" : "replica", true, Cnpg.LONG_AGO));
    }
    return watched.with(objects);
  }

  /** One that sees these objects and no others. */
  static Watched alone(Kubernetes... objects) {
    return new Watched().with(objects);
  }

  private Watched with(Kubernetes... objects) {
    for (Kubernetes object : objects) {
      put(object);
    }
    restart();
    return this;
  }

  private void put(Kubernetes object) {
    api.put(object.getClass().getSimpleName() + " " + object.key(), object);
  }

  /** Another process: what it knows is what is in the topics and in the API now. */
  void restart() {
    begin(true);
  }

  /** The same, and no observer is there. */
  void restartAlone() {
    begin(false);
  }

  private void begin(boolean observed) {
    watch = new DbWatch(() -> "id-" + ++ids);
    for (Fact fact : log) {
      watch.heard(envelope(fact, "db-watcher"), false, now);
    }
    health.forEach(word -> watch.heard(word, false, now));
    if (observed) {
      watch.linkAlive("lb-1", now);
    }
    api.values().forEach(object -> watch.seen(object, now));
    watch.recheck(now);
    watch.whole(true);
    watch.speaks(true);
    work();
  }

  /** Objects are others than before. */
  Watched see(Kubernetes... objects) {
    for (Kubernetes object : objects) {
      put(object);
      watch.seen(object, now);
      work();
    }
    return this;
  }

  /** Objects are others than before, which nobody sees: the API is away. */
  Watched miss(Kubernetes... objects) {
    for (Kubernetes object : objects) {
      put(object);
    }
    return this;
  }

  /** Whether it is another one's turn to speak. */
  void silent(boolean silent) {
    watch.speaks(!silent);
    work();
  }

  /** Everything is listed anew. */
  Watched relist() {
    api.values().forEach(object -> watch.seen(object, now));
    work();
    return this;
  }

  Watched gone(Kind kind, String key) {
    api.values().removeIf(object -> object.key().equals(key) && isOf(kind, object));
    watch.gone(kind, key, now);
    work();
    return this;
  }

  private static boolean isOf(Kind kind, Kubernetes object) {
    return object.getClass().getSimpleName().equalsIgnoreCase(kind.name());
  }

  /** The observer's verdict. */
  Watched probe(String node, NodeStatus status) {
    return probe("lb-1", node, status);
  }

  /** One of several observers' verdict. */
  Watched probe(String host, String node, NodeStatus status) {
    NodeChanged word = new NodeChanged(node, status, List.of(), List.of(), 0, 0, false);
    Fact fact = Fact.root("probe-" + ++ids, word);
    Envelope envelope =
        new Envelope(
            fact,
            Envelope.source(host, "health-service"),
            new Sequence(1, ++ids),
            BEGIN.plusNanos(now));
    health.add(envelope);
    watch.heard(envelope, true, now);
    work();
    return this;
  }

  /** Time passes, and no observer says anything. */
  void silence(int seconds) {
    for (int i = 0; i < seconds; i++) {
      now += SECOND;
      watch.recheck(now);
      work();
    }
  }

  /** Time passes, and the observer is there all along. */
  Watched pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      now += SECOND;
      watch.linkAlive("lb-1", now);
      watch.recheck(now);
      work();
    }
    return this;
  }

  private void work() {
    while (watch.hasWork()) {
      log.addAll(watch.work(1, now));
    }
  }

  private Envelope envelope(Fact fact, String service) {
    return new Envelope(
        fact, Envelope.source("lb-1", service), new Sequence(1, ++ids), BEGIN.plusNanos(now));
  }

  Overview overview() {
    return watch.overview();
  }

  /** All that was told of one type. */
  <T extends Event> List<T> told(Class<T> type) {
    return log.stream().map(Fact::event).filter(type::isInstance).map(type::cast).toList();
  }

  <T extends Event> T last(Class<T> type) {
    return told(type).getLast();
  }

  FailoverChanged failover() {
    return last(FailoverChanged.class);
  }

  ClusterChanged cluster() {
    return last(ClusterChanged.class);
  }

  PrimaryAtRisk risk() {
    return last(PrimaryAtRisk.class);
  }

  /** Each failover event as {@code 1 failover started}. */
  List<String> stages() {
    return told(FailoverChanged.class).stream()
        .map(f -> "%d %s %s".formatted(f.number(), f.kind().wire(), f.stage().wire()))
        .toList();
  }

  /** Each state as {@code healthy pg-1}. */
  List<String> healths() {
    return told(ClusterChanged.class).stream()
        .map(c -> c.health().wire() + (c.primary() == null ? "" : " " + c.primary()))
        .distinct()
        .toList();
  }
}
