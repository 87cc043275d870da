package io.vigie.console.core.ledger;

import io.vigie.console.core.ledger.Goal.Before;
import io.vigie.event.HourMeasured;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ledger as people read it: by hour, day and 30 days, against what is aimed at. */
public final class Availability {

  /** Days of the strip. */
  public static final int DAYS = 30;

  private static final int HOURS_A_DAY = 24;
  private static final long HOUR_MILLIS = HourMeasured.MILLIS;
  private static final long DAY_MILLIS = HOURS_A_DAY * HOUR_MILLIS;
  private static final double SECOND = 1_000;

  private final Ledger ledger;
  private final Goal goal;

  /** Reads a ledger. */
  public Availability(Ledger ledger, Goal goal) {
    this.ledger = ledger;
    this.goal = goal;
  }

  /**
   * How available it was in a time.
   *
   * @param fraction of the seconds that somebody saw; null if nobody saw any
   * @param seconds how long the time is
   */
  public record Span(
      @Nullable Double fraction, double seconds, double lostSeconds, double unknownSeconds) {}

  /**
   * The same of one hour or day.
   *
   * @param from when it began
   * @param imported whether it is of before Vigie
   */
  public record Bucket(
      Instant from,
      boolean imported,
      @Nullable Double fraction,
      double seconds,
      double lostSeconds,
      double unknownSeconds) {}

  /**
   * How much may be lost in 30 days.
   *
   * @param leftSeconds below 0 when it is overspent
   */
  public record Budget(double allowedSeconds, double spentSeconds, double leftSeconds) {}

  /**
   * How one frontend, or the whole, stands.
   *
   * @param strip day by day (UTC), the oldest first, the last is today
   */
  public record Standing(Span hour, Span day, Span days30, Budget budget, List<Bucket> strip) {}

  /** One frontend. */
  public record Named(String name, Standing standing) {}

  /**
   * All there is to say at a glance.
   *
   * @param target what is aimed at
   * @param since since when Vigie looks; null if it has seen nothing
   */
  public record Summary(
      double target, @Nullable Instant since, Standing whole, List<Named> frontends) {}

  /** All frontends, and the whole. */
  public Summary summary(long nowMillis) {
    Long since = ledger.sinceMillis();
    List<Named> named = new ArrayList<>();
    for (String frontend : ledger.frontends().stream().sorted().toList()) {
      named.add(new Named(frontend, standing(frontend, nowMillis)));
    }
    return new Summary(
        goal.target(),
        since == null ? null : Instant.ofEpochMilli(since),
        standing(HourMeasured.WHOLE, nowMillis),
        named);
  }

  /**
   * Hour by hour or day by day, the oldest first, without gaps.
   *
   * @param frontend a frontend, or {@link HourMeasured#WHOLE}
   */
  public List<Bucket> buckets(String frontend, boolean byDay, long nowMillis) {
    List<Tally> hours = ledger.hours(frontend, Ledger.HOURS, nowMillis);
    return byDay ? days(hours, nowMillis) : hours(hours, nowMillis);
  }

  private Standing standing(String frontend, long nowMillis) {
    List<Tally> hours = ledger.hours(frontend, Ledger.HOURS, nowMillis);
    Tally day = sum(hours.subList(hours.size() - HOURS_A_DAY, hours.size()));
    Tally all = sum(hours);
    double allowed = (1 - goal.target()) * DAYS * DAY_MILLIS / SECOND;
    double spent = all.lostMillis() / SECOND;
    return new Standing(
        span(ledger.lastHour(frontend, nowMillis)),
        span(day),
        span(all),
        new Budget(allowed, spent, allowed - spent),
        days(hours, nowMillis));
  }

  private List<Bucket> hours(List<Tally> hours, long nowMillis) {
    long first = Math.floorDiv(nowMillis, HOUR_MILLIS) - hours.size() + 1;
    List<Bucket> buckets = new ArrayList<>(hours.size());
    for (int i = 0; i < hours.size(); i++) {
      buckets.add(bucket((first + i) * HOUR_MILLIS, HOUR_MILLIS, hours.get(i)));
    }
    return buckets;
  }

  private List<Bucket> days(List<Tally> hours, long nowMillis) {
    long current = Math.floorDiv(nowMillis, HOUR_MILLIS);
    long first = current - hours.size() + 1;
    long today = Math.floorDiv(nowMillis, DAY_MILLIS);
    List<Bucket> buckets = new ArrayList<>(DAYS);
    for (long day = today - DAYS + 1; day <= today; day++) {
      int from = Math.clamp(day * HOURS_A_DAY - first, 0, hours.size());
      int to = Math.clamp((day + 1) * HOURS_A_DAY - first, 0, hours.size());
      buckets.add(bucket(day * DAY_MILLIS, DAY_MILLIS, sum(hours.subList(from, to))));
    }
    return buckets;
  }

  /** What Vigie saw; else what was measured before, if that is known of this time. */
  private Bucket bucket(long fromMillis, long millis, Tally seen) {
    Instant from = Instant.ofEpochMilli(fromMillis);
    Before before = goal.before();
    if (seen.millis() == 0 && before != null) {
      long begin = Math.max(fromMillis, before.from().toEpochMilli());
      long end = Math.min(fromMillis + millis, before.to().toEpochMilli());
      if (end > begin) {
        double seconds = (end - begin) / SECOND;
        double lost = seconds * (1 - before.availability());
        return new Bucket(from, true, before.availability(), seconds, lost, 0);
      }
    }
    Span span = span(seen);
    return new Bucket(
        from, false, span.fraction(), span.seconds(), span.lostSeconds(), span.unknownSeconds());
  }

  private static Tally sum(List<Tally> tallies) {
    return tallies.stream().reduce(Tally.NONE, Tally::plus);
  }

  private static Span span(Tally tally) {
    long seen = tally.millis() - tally.unknownMillis();
    return new Span(
        seen == 0 ? null : (double) tally.upMillis() / seen,
        tally.millis() / SECOND,
        tally.lostMillis() / SECOND,
        tally.unknownMillis() / SECOND);
  }
}
