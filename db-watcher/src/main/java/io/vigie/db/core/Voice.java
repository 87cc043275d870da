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
import io.vigie.kube.said.Said;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was told, by whichever watcher, and what is to be told.
 *
 * <p>Thread rule: one thread.
 */
final class Voice {

  /** Own words that are remembered until they come back from the topic. */
  private static final int MOST_MINE = 4_096;

  private final EventIds ids;
  private final Said said = new Said();
  private final Map<String, String> primaries = new HashMap<>();
  private final Set<String> reborn = new HashSet<>();
  private final Set<String> mine = new LinkedHashSet<>();
  private List<Fact> facts = new ArrayList<>();

  Voice(EventIds ids) {
    this.ids = ids;
  }

  /** A word came; answers whether it is news: an own one is not, nor the last one any more. */
  boolean heard(Envelope envelope) {
    if (mine.remove(envelope.id())) {
      return false;
    }
    said.put(envelope.event(), envelope.ref());
    learn(envelope.event());
    return true;
  }

  /** Tells it unless it is the last word already; answers whether it was told. */
  boolean tell(Event event, Fact.@Nullable Ref cause) {
    Said.Word last = said.word(EventType.of(event), event.subject());
    if (last != null && shown(last.event()).equals(shown(event))) {
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

  /** What counts of an event: another phase alone, the operator's own word, is no news. */
  private static Event shown(Event event) {
    return event instanceof ClusterChanged c
        ? new ClusterChanged(
            c.cluster(),
            c.health(),
            c.primary(),
            c.primaryNode(),
            c.instancesWanted(),
            c.instancesReady(),
            c.lost(),
            c.warnings(),
            "")
        : event;
  }

  /** What was told since this was asked last. */
  List<Fact> told() {
    List<Fact> told = facts;
    facts = new ArrayList<>();
    return told;
  }

  /** What a word says of who was the last primary that could be written to. */
  private void learn(Event event) {
    switch (event) {
      case ClusterChanged cluster -> {
        if (cluster.primary() != null) {
          primaries.put(cluster.cluster(), cluster.primary());
        } else if (cluster.health() == DatabaseHealth.DELETED) {
          primaries.remove(cluster.cluster());
          reborn.add(cluster.cluster());
        }
      }
      case FailoverChanged failover -> {
        boolean done =
            failover.stage() == FailoverStage.WRITABLE
                || failover.stage() == FailoverStage.REDUNDANT;
        String to = failover.to();
        reborn.remove(failover.cluster());
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

  /** Whether a database was deleted, so that what was told before is of another one. */
  boolean isReborn(String database) {
    return reborn.contains(database);
  }

  /** A primary that is there at first sight, of which nothing was told. */
  void first(String database, String primary) {
    primaries.putIfAbsent(database, primary);
  }

  /** The last primary of a database that could be written to; empty if there was none. */
  String primary(String database) {
    return primaries.getOrDefault(database, "");
  }

  @Nullable ClusterChanged cluster(String database) {
    return said.last(ClusterChanged.class, EventType.CLUSTER_CHANGED, database);
  }

  @Nullable FailoverChanged failover(String database) {
    return said.last(FailoverChanged.class, EventType.FAILOVER_CHANGED, database);
  }

  @Nullable PrimaryAtRisk risk(String database) {
    return said.last(PrimaryAtRisk.class, EventType.PRIMARY_AT_RISK, database);
  }

  /** Whether a primary is in danger because of this node. */
  boolean isDangerous(String node) {
    return said.all(PrimaryAtRisk.class).anyMatch(r -> r.alarm() && node.equals(r.node()));
  }

  /** How the word on a danger that is not over names itself; null if there is none. */
  Fact.@Nullable Ref danger(String database) {
    PrimaryAtRisk risk = risk(database);
    return risk != null && risk.alarm() ? ref(EventType.PRIMARY_AT_RISK, database) : null;
  }

  Fact.@Nullable Ref ref(EventType type, String database) {
    return said.ref(type, database);
  }

  /** Whether the last word of one type came after that of another, or the other never did. */
  boolean isLater(EventType type, EventType other, String database) {
    Said.Word word = said.word(type, database);
    Said.Word before = said.word(other, database);
    return word != null && (before == null || word.order() > before.order());
  }

  /** All databases that were ever told of. */
  Stream<String> databases() {
    return said.all(ClusterChanged.class).map(ClusterChanged::cluster);
  }

  Said said() {
    return said;
  }
}
