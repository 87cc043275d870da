package io.vigie.db.core;

import io.vigie.event.ClusterChanged;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
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
import io.vigie.kube.said.Said;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
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

  /** Own words that are remembered until they come back from the topic. */
  private static final int MOST_MINE = 4_096;

  private final EventIds ids;
  private final Picture picture = new Picture();
  private final Said said = new Said();
  private final Nodes nodes = new Nodes(picture);
  private final Map<String, String> primaries = new HashMap<>();
  private final Map<String, Sight> sights = new HashMap<>();
  private final Set<String> mine = new LinkedHashSet<>();
  private final Set<String> dirty = new TreeSet<>();
  private boolean whole;
  private boolean speaks;

  /** Knows nothing, says nothing. */
  public DbWatch(EventIds ids) {
    this.ids = ids;
  }

  /** The objects as last seen; to be read between calls only. */
  public Picture picture() {
    return picture;
  }

  /** An object is there, or is another than before. */
  @Override
  public void seen(Kubernetes object, long now) {
    switch (object) {
      case Postgres database -> {
        sight(database.key()).seen(picture.databases().get(database.key()), database, now);
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
    touchAll();
  }

  /** An event, of an observer or of a db-watcher. */
  @Override
  public void heard(Envelope envelope, boolean fresh, long now) {
    if (envelope.type().topic() == Topic.DB) {
      if (!mine.remove(envelope.id())) { // else it is known, and perhaps not the last word any more
        said.put(envelope.event(), envelope.ref());
        learn(envelope.event());
        if (envelope.event() instanceof PrimaryAtRisk risk && risk.node() != null) {
          nodes.told(risk.node(), risk.alarm(), now);
        }
        touch(nodes.look(now));
      }
      return;
    }
    touch(nodes.heard(envelope, fresh, now));
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
    FailoverChanged last = said.last(FailoverChanged.class, EventType.FAILOVER_CHANGED, name);
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
    List<Fact> facts = new ArrayList<>();
    for (String name : dirty.stream().limit(most).toList()) {
      dirty.remove(name);
      Postgres database = picture.databases().get(name);
      if (database == null || database.deleting()) {
        forget(name, facts);
      } else {
        judge(DatabaseView.of(database, picture, nodes), facts, now);
      }
    }
    return facts;
  }

  private void judge(DatabaseView view, List<Fact> facts, long now) {
    String name = view.name();
    Postgres database = view.database();
    if (!database.primary().isEmpty()) {
      primaries.putIfAbsent(name, database.primary());
    }
    Sight sight = sight(name);
    risk(view, facts);
    failover(view, sight, facts, now);
    risk(view, facts);
    FailoverChanged failover = failover(name);
    if (failover == null || !FailoverJudge.isOpen(failover)) {
      sight.settled();
    }
    ClusterChanged judged = ClusterJudge.judge(view, failover);
    if (judged != null) {
      tell(judged, causeOf(judged, view), facts);
    }
  }

  private void failover(DatabaseView view, Sight sight, List<Fact> facts, long now) {
    String name = view.name();
    String primary = view.database().primary();
    sight.well(
        view.isReady(primary) && view.isListed(primary) && !view.database().isFenced(primary),
        view.isNoticed(primary),
        now);
    for (int step = 0; step < MOST_STEPS; step++) {
      FailoverChanged last = failover(name);
      PrimaryAtRisk risk = said.last(PrimaryAtRisk.class, EventType.PRIMARY_AT_RISK, name);
      String base = primaries.getOrDefault(name, "");
      FailoverChanged next = new FailoverJudge(view, base, last, risk, sight, now).judge();
      boolean goesOn = next != null && last != null && next.number() == last.number();
      Fact.Ref endangered =
          risk != null && risk.alarm() ? said.ref(EventType.PRIMARY_AT_RISK, name) : null;
      Fact.Ref cause = goesOn ? said.ref(EventType.FAILOVER_CHANGED, name) : endangered;
      if (next == null || !tell(next, cause, facts)) {
        return;
      }
    }
  }

  private void risk(DatabaseView view, List<Fact> facts) {
    String name = view.name();
    PrimaryAtRisk last = said.last(PrimaryAtRisk.class, EventType.PRIMARY_AT_RISK, name);
    FailoverChanged failover = failover(name);
    boolean chosen = failover != null && failover.stage() == FailoverStage.TARGET_CHOSEN;
    PrimaryAtRisk next = RiskJudge.judge(view, primaries.getOrDefault(name, ""), last, chosen);
    if (next == null) {
      return;
    }
    String node = next.node() == null ? "" : next.node();
    boolean moved = !next.alarm() && failover != null && next.primary().equals(failover.from());
    Fact.Ref cause =
        next.alarm() && (last == null || !last.alarm())
            ? deathOf(node)
            : said.ref(moved ? EventType.FAILOVER_CHANGED : EventType.PRIMARY_AT_RISK, name);
    if (tell(next, cause, facts) && !next.alarm()) {
      risk(view, facts); // the new primary's node may be down as well
    }
  }

  private Fact.@Nullable Ref deathOf(String node) {
    Nodes.Death death = nodes.death(node);
    return death == null ? null : death.ref();
  }

  /** What has made a database another: what happened to its primary, else to its standby. */
  private Fact.@Nullable Ref causeOf(ClusterChanged next, DatabaseView view) {
    String name = view.name();
    Said.Word before = said.word(EventType.CLUSTER_CHANGED, name);
    Said.Word failover = said.word(EventType.FAILOVER_CHANGED, name);
    if (before == null || (failover != null && failover.order() > before.order())) {
      return failover == null ? riskOf(name) : failover.ref();
    }
    FailoverChanged change = failover(name);
    if (change != null && FailoverJudge.isOpen(change)) {
      return said.ref(EventType.FAILOVER_CHANGED, name);
    }
    Fact.Ref risk = riskOf(name);
    if (risk != null || next.health() == DatabaseHealth.HEALTHY) {
      return risk;
    }
    return next.lost().stream()
        .map(instance -> deathOf(view.node(instance)))
        .filter(death -> death != null)
        .findFirst()
        .orElse(null);
  }

  private Fact.@Nullable Ref riskOf(String name) {
    PrimaryAtRisk risk = said.last(PrimaryAtRisk.class, EventType.PRIMARY_AT_RISK, name);
    return risk != null && risk.alarm() ? said.ref(EventType.PRIMARY_AT_RISK, name) : null;
  }

  private @Nullable FailoverChanged failover(String name) {
    return said.last(FailoverChanged.class, EventType.FAILOVER_CHANGED, name);
  }

  /** A database is gone, and all that was open about it with it. */
  private void forget(String name, List<Fact> facts) {
    ClusterChanged last = said.last(ClusterChanged.class, EventType.CLUSTER_CHANGED, name);
    if (!picture.databases().containsKey(name)) {
      sights.remove(name);
    }
    if (last == null || last.health() == DatabaseHealth.DELETED) {
      return;
    }
    FailoverChanged failover = failover(name);
    boolean unfinished =
        failover != null
            && (FailoverJudge.isOpen(failover) || failover.stage() == FailoverStage.WRITABLE);
    if (failover != null && unfinished) {
      tell(
          FailoverJudge.abandoned(failover, "the database was deleted"),
          said.ref(EventType.FAILOVER_CHANGED, name),
          facts);
    }
    PrimaryAtRisk risk = said.last(PrimaryAtRisk.class, EventType.PRIMARY_AT_RISK, name);
    if (risk != null && risk.alarm()) {
      tell(RiskJudge.clear(risk), said.ref(EventType.PRIMARY_AT_RISK, name), facts);
    }
    tell(ClusterJudge.deleted(last), said.ref(EventType.CLUSTER_CHANGED, name), facts);
    primaries.remove(name);
  }

  /** Tells it unless it is the last word already. */
  private boolean tell(Event event, Fact.@Nullable Ref cause, List<Fact> facts) {
    Said.Word last = said.word(EventType.of(event), event.subject());
    if (last != null && last.event().equals(event)) {
      return false;
    }
    Fact fact = Fact.of(ids.next(), event, cause);
    mine.add(fact.id());
    if (mine.size() > MOST_MINE) {
      mine.remove(mine.iterator().next());
    }
    said.put(event, fact.ref());
    learn(event);
    facts.add(fact);
    return true;
  }

  /** What a word says of who was the last primary that could be written to. */
  private void learn(Event event) {
    switch (event) {
      case ClusterChanged cluster -> {
        if (cluster.primary() != null) {
          primaries.put(cluster.cluster(), cluster.primary());
        } else if (cluster.health() == DatabaseHealth.DELETED) {
          primaries.remove(cluster.cluster());
        }
      }
      case FailoverChanged failover -> {
        boolean done =
            failover.stage() == FailoverStage.WRITABLE
                || failover.stage() == FailoverStage.REDUNDANT;
        String to = failover.to();
        primaries.put(failover.cluster(), done && to != null ? to : failover.from());
      }
      case PrimaryAtRisk risk -> {
        if (risk.alarm()) {
          primaries.put(risk.cluster(), risk.primary());
        }
      }
      default -> {} // not a word of db-watcher's
    }
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
      PrimaryAtRisk risk = said.last(PrimaryAtRisk.class, EventType.PRIMARY_AT_RISK, name);
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
      said.all(ClusterChanged.class).map(ClusterChanged::cluster).forEach(dirty::add);
    }
  }
}
