package io.vigie.db.core;

import io.vigie.event.ClusterChanged;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.Envelope;
import io.vigie.event.EventIds;
import io.vigie.event.EventType;
import io.vigie.event.Fact;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverStage;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.event.Topic;
import io.vigie.kube.mind.Mind;
import io.vigie.kube.model.KubeNode;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Lease;
import io.vigie.kube.model.Pod;
import io.vigie.kube.model.Postgres;
import io.vigie.kube.model.Quorum;
import io.vigie.kube.picture.Picture;
import io.vigie.kube.read.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The whole of db-watcher's mind: takes in objects, the observers' words and what was told so far,
 * and answers what is to be told now.
 *
 * <p>What is told is the difference between what is so and the last word on it, whoever said that.
 * So nothing is told twice, after a restart as little as after another watcher's turn, and what
 * happened meanwhile is told in one step.
 *
 * <p>{@code now} is the caller's monotonic clock in ns. Thread rule: one thread.
 */
public final class DbWatch implements Mind {

  /** From a danger over its end to the next one: more is no step of one story. */
  private static final int MOST_STEPS = 4;

  private final Voice voice;
  private final Picture picture = new Picture();
  private final Nodes nodes = new Nodes(picture);
  private final Map<String, Sight> sights = new HashMap<>();
  private final Set<String> dirty = new TreeSet<>();
  private boolean whole;
  private boolean speaks;

  /** Knows nothing, says nothing. */
  public DbWatch(EventIds ids) {
    this.voice = new Voice(ids);
  }

  /** The objects as last seen; to be read between calls only. */
  public Picture picture() {
    return picture;
  }

  /** What was told and still holds, for people. */
  public Overview overview() {
    return Overview.of(voice.said(), nodes.down());
  }

  /** An object is there, or is another than before. */
  @Override
  public void seen(Kubernetes object, long now) {
    switch (object) {
      case Postgres database -> {
        see(database, now);
        picture.put(database);
        dirty.add(database.key());
      }
      case Pod pod -> {
        picture.put(pod);
        dirty.add(pod.cluster());
        touch(nodes.look(now));
      }
      case KubeNode node -> {
        KubeNode before = picture.kubeNode(node.key());
        picture.put(node);
        touch(nodes.look(now));
        if (before == null || !before.ready().equals(node.ready())) {
          touch(Set.of(node.key()));
        }
      }
      case Quorum quorum -> {
        picture.put(quorum);
        dirty.add(quorum.key());
      }
      case Lease lease -> {
        boolean handed = sight(lease.key()).seen(lease);
        if (handed && picture.databases().containsKey(lease.key())) {
          dirty.add(lease.key());
        }
      }
      default -> {} // nothing a database depends on
    }
  }

  private void see(Postgres database, long now) {
    String name = database.key();
    String node =
        picture.pods(name).stream()
            .filter(pod -> pod.name().equals(database.primary()))
            .map(Pod::node)
            .findFirst()
            .orElse("");
    sight(name).seen(picture.databases().get(name), database, nodes.diedNanos(node), now);
  }

  /** An object is gone. */
  @Override
  public void gone(Kind kind, String key, long now) {
    switch (kind) {
      case POSTGRES, QUORUM -> dirty.add(key);
      case POD ->
          picture.databases().keySet().stream()
              .filter(name -> picture.pods(name).stream().anyMatch(pod -> pod.key().equals(key)))
              .forEach(dirty::add);
      case LEASE -> sight(key).leaseGone();
      default -> {}
    }
    picture.drop(kind, key);
    if (kind == Kind.NODE || kind == Kind.POD) {
      touch(nodes.look(now));
    }
  }

  /** Whether every kind was listed once, so that what is not there is gone. */
  @Override
  public void whole(boolean whole) {
    this.whole = whole;
    touchAll();
  }

  /** Whether it is this watcher's turn to speak, all that others said being known. */
  @Override
  public void speaks(boolean speaks) {
    this.speaks = speaks;
    sights.values().forEach(Sight::forgetWaiting);
    touchAll();
  }

  /** An event, of an observer or of a db-watcher. */
  @Override
  public void heard(Envelope envelope, boolean fresh, long now) {
    if (envelope.type().topic() == Topic.DB) {
      PrimaryAtRisk before = voice.risk(envelope.event().subject());
      if (voice.heard(envelope)) {
        if (envelope.event() instanceof PrimaryAtRisk risk) {
          believe(risk.node(), now);
          believe(before == null ? null : before.node(), now);
        }
        touch(nodes.look(now));
      }
      return;
    }
    touch(nodes.heard(envelope, fresh, now));
  }

  /** A node is down by the watchers' word as long as one of their last words says so. */
  private void believe(@Nullable String node, long now) {
    if (node != null) {
      nodes.told(node, voice.isDangerous(node), now);
    }
  }

  /** The local link to this host's observer was opened, or pinged. */
  @Override
  public void linkAlive(String observer, long now) {
    nodes.linkAlive(observer, now);
  }

  /** The local link to this host's observer ended. */
  @Override
  public void linkLost(String observer, long now) {
    touch(nodes.linkLost(observer, now));
  }

  /** Looks again who is down, and which operator has not decided by now. */
  @Override
  public void recheck(long now) {
    touch(nodes.look(now));
    for (String name : picture.databases().keySet()) {
      if (waits(name, now)) {
        dirty.add(name);
      }
    }
  }

  /** Whether time alone may bring something about. */
  private boolean waits(String name, long now) {
    Sight sight = sights.get(name);
    FailoverChanged last = voice.failover(name);
    return (sight != null && sight.unwellFor(now) >= 0)
        || (last != null && FailoverJudge.isOpen(last));
  }

  /** Whether {@link #work} has anything left to do. */
  @Override
  public boolean hasWork() {
    return speaks && whole && !dirty.isEmpty();
  }

  /** Judges the next databases that were touched. */
  @Override
  public List<Fact> work(int most, long now) {
    if (!hasWork()) {
      return List.of();
    }
    for (String name : dirty.stream().limit(most).toList()) {
      dirty.remove(name);
      Postgres database = picture.databases().get(name);
      if (database == null || database.deleting()) {
        forget(name);
      } else {
        judge(DatabaseView.of(database, picture, nodes), now);
      }
    }
    return voice.told();
  }

  private void judge(DatabaseView view, long now) {
    String name = view.name();
    String primary = view.database().primary();
    if (!primary.isEmpty()) {
      voice.first(name, primary);
    }
    Sight sight = sight(name);
    if (!voice.isReborn(name) && sight.isBehind(view.database(), voice.failover(name))) {
      return;
    }
    sight.well(
        view.isReady(primary) && view.isListed(primary) && !view.database().isFenced(primary),
        view.isNoticed(primary),
        now);
    risk(view, now);
    failover(view, sight, now);
    risk(view, now);
    FailoverChanged failover = voice.failover(name);
    ClusterChanged judged = ClusterJudge.judge(view, failover);
    if (judged != null) {
      voice.tell(judged, causeOf(judged, view));
    }
  }

  private void failover(DatabaseView view, Sight sight, long now) {
    String name = view.name();
    for (int step = 0; step < MOST_STEPS; step++) {
      FailoverChanged last = voice.failover(name);
      FailoverChanged next =
          new FailoverJudge(view, voice.primary(name), last, voice.risk(name), sight, now).judge();
      boolean goesOn = next != null && last != null && next.number() == last.number();
      Fact.Ref cause = goesOn ? voice.ref(EventType.FAILOVER_CHANGED, name) : voice.danger(name);
      if (next == null || !voice.tell(next, cause)) {
        return;
      }
    }
  }

  private void risk(DatabaseView view, long now) {
    String name = view.name();
    PrimaryAtRisk last = voice.risk(name);
    FailoverChanged failover = voice.failover(name);
    boolean chosen = failover != null && failover.stage() == FailoverStage.TARGET_CHOSEN;
    PrimaryAtRisk next = RiskJudge.judge(view, voice.primary(name), last, chosen);
    if (next == null) {
      return;
    }
    boolean begins = next.alarm() && (last == null || !last.alarm());
    boolean moved = !next.alarm() && failover != null && next.primary().equals(failover.from());
    Fact.Ref cause =
        begins && next.node() != null
            ? deathOf(next.node())
            : voice.ref(moved ? EventType.FAILOVER_CHANGED : EventType.PRIMARY_AT_RISK, name);
    if (!voice.tell(next, cause)) {
      return;
    }
    if (last != null && last.node() != null && !voice.isDangerous(last.node())) {
      believe(last.node(), now); // as one would who reads these words
      touch(nodes.look(now));
    }
    if (!next.alarm()) {
      risk(view, now); // the new primary's node may be down as well
    }
  }

  private Fact.@Nullable Ref deathOf(String node) {
    Nodes.Death death = nodes.death(node);
    return death == null ? null : death.ref();
  }

  /** What has made a database another: what happened to its primary, else to its standby. */
  private Fact.@Nullable Ref causeOf(ClusterChanged next, DatabaseView view) {
    String name = view.name();
    FailoverChanged change = voice.failover(name);
    boolean underWay = change != null && FailoverJudge.isOpen(change);
    if (underWay || voice.isLater(EventType.FAILOVER_CHANGED, EventType.CLUSTER_CHANGED, name)) {
      return voice.ref(EventType.FAILOVER_CHANGED, name);
    }
    Fact.Ref danger = voice.danger(name);
    if (danger != null || next.health() == DatabaseHealth.HEALTHY) {
      return danger;
    }
    return next.lost().stream()
        .map(instance -> deathOf(view.node(instance)))
        .filter(death -> death != null)
        .findFirst()
        .orElse(null);
  }

  /** A database is gone, and all that was open about it with it. */
  private void forget(String name) {
    if (!picture.databases().containsKey(name)) {
      sights.remove(name);
    }
    ClusterChanged last = voice.cluster(name);
    if (last == null || last.health() == DatabaseHealth.DELETED) {
      return;
    }
    FailoverChanged failover = voice.failover(name);
    if (failover != null && isUnfinished(failover)) {
      voice.tell(
          FailoverJudge.abandoned(failover, "the database was deleted"),
          voice.ref(EventType.FAILOVER_CHANGED, name));
    }
    PrimaryAtRisk risk = voice.risk(name);
    if (risk != null && risk.alarm()) {
      voice.tell(RiskJudge.clear(risk), voice.ref(EventType.PRIMARY_AT_RISK, name));
    }
    voice.tell(ClusterJudge.deleted(last), voice.ref(EventType.CLUSTER_CHANGED, name));
  }

  private static boolean isUnfinished(FailoverChanged failover) {
    return FailoverJudge.isOpen(failover) || failover.stage() == FailoverStage.WRITABLE;
  }

  private Sight sight(String name) {
    return sights.computeIfAbsent(name, _ -> new Sight());
  }

  /** Nodes are up or down since. */
  private void touch(Set<String> changed) {
    if (changed.isEmpty()) {
      return;
    }
    for (String name : picture.databases().keySet()) {
      PrimaryAtRisk risk = voice.risk(name);
      String node = risk == null || !risk.alarm() || risk.node() == null ? "" : risk.node();
      if (changed.contains(node)
          || picture.pods(name).stream().anyMatch(pod -> changed.contains(pod.node()))) {
        dirty.add(name);
      }
    }
  }

  private void touchAll() {
    if (speaks && whole) {
      dirty.addAll(picture.databases().keySet());
      voice.databases().forEach(dirty::add);
    }
  }
}
