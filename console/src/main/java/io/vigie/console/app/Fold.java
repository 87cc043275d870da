package io.vigie.console.app;

import io.vigie.console.core.incident.Herald;
import io.vigie.console.core.incident.Incidents;
import io.vigie.console.core.incident.Places;
import io.vigie.console.core.ledger.Availability;
import io.vigie.console.core.ledger.Goal;
import io.vigie.console.core.ledger.Goal.Before;
import io.vigie.console.core.ledger.Ledger;
import io.vigie.event.Envelope;
import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import io.vigie.event.HourMeasured;
import io.vigie.kit.config.AvailabilityConfig;
import io.vigie.kit.config.AvailabilityConfig.BeforeConfig;
import io.vigie.kit.config.VigieConfig;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the console makes of the events: incidents and the ledger, and what the world was not told
 * of them yet.
 *
 * <p>Thread rule: one thread.
 */
public final class Fold {

  private final Incidents incidents;
  private final Herald herald;
  private final Ledger ledger;
  private Availability availability;
  private long heard;

  /** Nothing heard yet. */
  Fold(VigieConfig config) {
    incidents = new Incidents(places(config));
    herald = new Herald(incidents);
    ledger = new Ledger(config.frontends().keySet());
    availability = new Availability(ledger, goal(config.availability()));
  }

  /** The incidents. */
  public Incidents incidents() {
    return incidents;
  }

  /** The ledger of the frontends' availability, as people read it. */
  public Availability availability() {
    return availability;
  }

  /** The frontends that are measured. */
  public Ledger ledger() {
    return ledger;
  }

  void heard(Envelope envelope) {
    heard++;
    incidents.heard(envelope);
    herald.heard(envelope.event());
    ledger.heard(envelope);
  }

  long heard() {
    return heard;
  }

  /** Goes over to other frontends and another goal. */
  void follow(VigieConfig config) {
    ledger.follow(config.frontends().keySet());
    availability = new Availability(ledger, goal(config.availability()));
  }

  /** What is to be told of incidents; it counts as told from now on. */
  List<Fact> stories(EventIds ids, int most) {
    return herald.news(ids, most);
  }

  /** What is to be told of hours; it counts as told from now on. */
  List<Fact> hours(EventIds ids, long nowMillis) {
    List<Fact> facts = new ArrayList<>();
    for (HourMeasured hour : ledger.news(nowMillis)) {
      facts.add(Fact.root(ids.next(), hour));
    }
    return facts;
  }

  /** What shares a machine. */
  static Places places(VigieConfig config) {
    Map<String, String> nodes = new HashMap<>();
    config
        .nodes()
        .forEach(
            (name, node) -> {
              if (node.host() != null) {
                nodes.put(name, node.host());
              }
            });
    Map<String, String> balancers = new HashMap<>();
    config.balancers().forEach((name, b) -> balancers.put(name, b.host() == null ? "" : b.host()));
    return new Places(nodes, balancers);
  }

  private static Goal goal(AvailabilityConfig config) {
    return new Goal(config.targetFraction(), before(config.before()));
  }

  private static @Nullable Before before(@Nullable BeforeConfig before) {
    return before == null
        ? null
        : new Before(
            LocalDate.parse(before.from()).atStartOfDay(ZoneOffset.UTC).toInstant(),
            LocalDate.parse(before.to()).atStartOfDay(ZoneOffset.UTC).toInstant(),
            AvailabilityConfig.fraction(before.availability()));
  }
}
