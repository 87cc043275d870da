package io.vigie.event.words;

import io.vigie.event.ClusterChanged;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.event.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What db-watcher's events say, for people. */
final class DatabaseWords {

  private static final long SECOND = 1_000;
  private static final long LONG = 600 * SECOND;

  private DatabaseWords() {}

  static Words risk(PrimaryAtRisk r) {
    if (!r.alarm()) {
      return new Words("%s: its primary is not at risk any more".formatted(r.cluster()), Tone.GOOD);
    }
    String where =
        r.node() == null ? "on a node that is down" : "on " + r.node() + ", which is down";
    String standbys =
        switch (r.standbysReady()) {
          case 0 -> "no standby could take over";
          case 1 -> "1 standby could take over";
          default -> r.standbysReady() + " standbys could take over";
        };
    String loss = r.lossless() ? "nothing committed would be lost" : "loss is possible";
    return new Words(
        "%s: primary %s is %s; %s, %s (%s)"
            .formatted(r.cluster(), r.primary(), where, standbys, loss, r.losslessBasis()),
        Tone.BAD);
  }

  static Words failover(FailoverChanged f) {
    String of = f.cluster() + ": ";
    String kind = f.kind().wire();
    String why = f.reason().isEmpty() ? "" : ": " + f.reason();
    return switch (f.stage()) {
      case STARTED ->
          new Words(
              "%s%s begins, the operator gave %s up%s"
                  .formatted(of, kind, f.from(), after(f.detectionMillis()) + why),
              Tone.BAD);
      case TARGET_CHOSEN ->
          new Words(
              "%s%s is to take over from %s: %s%s"
                  .formatted(of, f.to(), f.from(), kind, chosen(f) + why),
              Tone.WARNING);
      case WRITABLE -> new Words(of + moved(f) + cost(f) + loss(f) + why, Tone.STRONG);
      case REDUNDANT -> new Words(of + redundant(f), Tone.GOOD);
      case REFUSED -> new Words("%sno failover from %s%s".formatted(of, f.from(), why), Tone.BAD);
      case ABANDONED ->
          new Words("%s%s from %s is off%s".formatted(of, kind, f.from(), why), Tone.FAINT);
    };
  }

  private static String after(@Nullable Long millis) {
    return millis == null ? "" : " after " + duration(millis);
  }

  private static String chosen(FailoverChanged f) {
    return f.electionMillis() == null ? "" : ", chosen" + after(f.electionMillis());
  }

  private static String moved(FailoverChanged f) {
    return "%s took over from %s, a %s".formatted(f.to(), f.from(), f.kind().wire());
  }

  /** Who was not there in time tells the whole of it at its end. */
  private static String redundant(FailoverChanged f) {
    return f.reason().isEmpty()
        ? "all instances are ready again, after the %s to %s".formatted(f.kind().wire(), f.to())
        : moved(f) + cost(f) + loss(f) + ": " + f.reason() + "; all instances are ready";
  }

  /** How long it took, in which parts, and what that is concluded from. */
  private static String cost(FailoverChanged f) {
    if (f.outageMillis() == null) {
      return f.outageBasis().isEmpty() ? "" : " (" + f.outageBasis() + ")";
    }
    List<String> parts = new ArrayList<>();
    if (f.detectionMillis() != null) {
      parts.add(duration(f.detectionMillis()) + " to decide");
    }
    if (f.electionMillis() != null) {
      parts.add(duration(f.electionMillis()) + " to choose");
    }
    if (f.promotionMillis() != null) {
      parts.add(duration(f.promotionMillis()) + " to promote");
    }
    boolean most = f.kind() == FailoverKind.SWITCHOVER;
    return ", not writable for %s%s%s (%s)"
        .formatted(
            most ? "at most " : "",
            duration(f.outageMillis()),
            parts.size() > 1 ? " = " + String.join(" + ", parts) : "",
            f.outageBasis());
  }

  private static String loss(FailoverChanged f) {
    String what = f.lossless() ? "nothing committed was lost" : "loss is possible";
    return "; %s (%s)".formatted(what, f.losslessBasis());
  }

  private static String duration(long millis) {
    if (millis < SECOND) {
      return millis + " ms";
    }
    return millis < LONG
        ? String.format(Locale.ROOT, "%.1f s", millis / 1e3)
        : millis / (60 * SECOND) + " min";
  }

  static Words cluster(ClusterChanged c) {
    String warnings = c.warnings().isEmpty() ? "" : "; " + String.join("; ", c.warnings());
    String ready =
        ", %d of %d instances ready%s%s"
            .formatted(
                c.instancesReady(),
                c.instancesWanted(),
                c.lost().isEmpty() ? "" : ", without " + String.join(" ", c.lost()),
                warnings);
    String of = "database %s ".formatted(c.cluster());
    return switch (c.health()) {
      case HEALTHY ->
          new Words(
              of + "healthy: " + primary(c) + ready, warnings.isEmpty() ? Tone.GOOD : Tone.WARNING);
      case DEGRADED -> new Words(of + "degraded: " + primary(c) + ready, Tone.WARNING);
      case DOWN -> new Words(of + "down: it cannot be written to" + ready, Tone.BAD);
      case HIBERNATED -> new Words(of + "put to sleep" + warnings, Tone.FAINT);
      case DELETED -> new Words(of + "deleted", Tone.FAINT);
    };
  }

  private static String primary(ClusterChanged c) {
    String where = c.primaryNode() == null ? "" : " on " + c.primaryNode();
    return "primary %s%s".formatted(c.primary(), where);
  }
}
