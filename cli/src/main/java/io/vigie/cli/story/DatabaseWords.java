package io.vigie.cli.story;

import io.vigie.cli.Terminal.Paint;
import io.vigie.event.ClusterChanged;
import io.vigie.event.FailoverChanged;
import io.vigie.event.PrimaryAtRisk;

/** What db-watcher's events say, for people. */
final class DatabaseWords {

  private DatabaseWords() {}

  static Words risk(PrimaryAtRisk r) {
    if (!r.alarm()) {
      return new Words("%s: primary is not at risk any more".formatted(r.cluster()), Paint.GOOD);
    }
    String loss = r.lossless() ? "nothing committed would be lost" : "loss possible";
    return new Words(
        "%s: the node of primary %s is down, %d standby(s) ready; %s (%s)"
            .formatted(r.cluster(), r.primary(), r.standbysReady(), loss, r.losslessBasis()),
        Paint.BAD);
  }

  static Words failover(FailoverChanged f) {
    String of = "%s: %s from %s".formatted(f.cluster(), f.kind().wire(), f.from());
    String to = f.to() == null ? "" : " to " + f.to();
    String why = f.reason().isEmpty() ? "" : ": " + f.reason();
    String cost = f.outageMillis() == null ? "" : ", %d ms".formatted(f.outageMillis());
    return switch (f.stage()) {
      case STARTED -> new Words(of + " started" + why, Paint.WARNING);
      case TARGET_CHOSEN -> new Words(of + to + " chosen" + why, Paint.WARNING);
      case WRITABLE -> new Words(of + to + " writable" + cost + why, Paint.STRONG);
      case REDUNDANT -> new Words(of + to + " redundant again" + why, Paint.GOOD);
      case REFUSED -> new Words(of + " refused" + why, Paint.BAD);
      case ABANDONED -> new Words(of + " abandoned" + why, Paint.FAINT);
    };
  }

  static Words cluster(ClusterChanged c) {
    String lost = c.lost().isEmpty() ? "" : ", without " + String.join(" ", c.lost());
    String warnings = c.warnings().isEmpty() ? "" : "; " + String.join("; ", c.warnings());
    String text =
        "%s %s: %d of %d instances%s%s"
            .formatted(
                c.cluster(),
                c.health().wire(),
                c.instancesReady(),
                c.instancesWanted(),
                lost,
                warnings);
    return switch (c.health()) {
      case HEALTHY -> new Words(text, warnings.isEmpty() ? Paint.GOOD : Paint.WARNING);
      case DEGRADED -> new Words(text, Paint.WARNING);
      case DOWN -> new Words(text, Paint.BAD);
      case HIBERNATED, DELETED -> new Words(text, Paint.FAINT);
    };
  }
}
