package io.vigie.console.core.ledger;

import io.vigie.event.Envelope;
import io.vigie.event.FrontendChanged;
import io.vigie.event.HourMeasured;
import io.vigie.event.NodeView;
import io.vigie.event.ServiceAlive;
import io.vigie.event.TrafficSampled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How available the frontends were, second by second: as the worst of what an observer saw through
 * the VIP and what balancers counted. What nobody saw is unknown, never up; and so is what was
 * before a frontend was reached for the first time, as it was not there yet.
 *
 * <p>The seconds of the last {@value #RAW_HOURS} hours are kept, and of {@value #HOURS} hours what
 * they add up to; whatever the order in which it was heard, or how often. The times are those of
 * the machines' own clocks.
 *
 * <p>Pure. Thread rule: one thread.
 */
public final class Ledger {

  /** Hours that add up to 30 days. */
  public static final int HOURS = 720;

  /** Hours of which the seconds are kept: what comes later than that changes nothing. */
  public static final int RAW_HOURS = 3;

  /** So long after an hour its samples may come before it is told, in ms. */
  public static final long LATE_MILLIS = 60_000;

  /** What happens just now is not known yet, in ms. */
  public static final long FRESH_MILLIS = 3_000;

  private static final int MOST_WATCHERS = 64;
  private static final long HOUR_MILLIS = HourMeasured.MILLIS;

  private final Map<String, Watcher> watchers = new TreeMap<>();

  /** What was counted, by hour and frontend. */
  private final NavigableMap<Long, Map<String, Hour>> raw = new TreeMap<>();

  /** What whole hours add up to, by hour and frontend. */
  private final NavigableMap<Long, Map<String, HourMeasured>> hours = new TreeMap<>();

  /** When a frontend was first reached, in ms; as far as that is known. */
  private final Map<String, Long> reached = new HashMap<>();

  private Set<String> frontends;
  private long newestMillis = Long.MIN_VALUE;
  private long oldestMillis = Long.MAX_VALUE;

  /** Nothing seen yet. */
  public Ledger(Set<String> frontends) {
    this.frontends = new TreeSet<>(frontends);
  }

  /** Goes over to other frontends; what is known of those that stay is kept. */
  public void follow(Set<String> others) {
    frontends = new TreeSet<>(others);
  }

  /** The frontends there are, sorted. */
  public Set<String> frontends() {
    return Set.copyOf(frontends);
  }

  /** Takes an event in. */
  public void heard(Envelope envelope) {
    if (envelope.event() instanceof HourMeasured measured) {
      recall(measured);
      return;
    }
    long at = envelope.time().toEpochMilli();
    if (envelope.event() instanceof TrafficSampled sample) {
      moves(at);
      traffic(envelope, sample);
    } else if (envelope.service().equals(NodeView.OBSERVER_SERVICE)) {
      moves(at);
      Watcher watcher = watchers.get(envelope.host());
      if (watcher == null && watchers.size() < MOST_WATCHERS) {
        watcher = new Watcher();
        watchers.put(envelope.host(), watcher);
      }
      if (watcher != null) {
        watcher.heard(
            envelope, envelope.event() instanceof ServiceAlive alive ? alive.upMillis() : 0);
      }
      if (envelope.event() instanceof FrontendChanged word && word.reached() && !word.impaired()) {
        reached.merge(word.frontend(), at, Math::min);
      }
    }
  }

  /**
   * What whole hours add up to that differs from what was told of them, the oldest first.
   *
   * @param nowMillis Unix time in ms
   */
  public List<HourMeasured> news(long nowMillis) {
    List<HourMeasured> news = new ArrayList<>();
    long last = Math.floorDiv(nowMillis - LATE_MILLIS, HOUR_MILLIS) - 1;
    for (long hour = Math.max(first(), last - RAW_HOURS + 2); hour <= last; hour++) {
      for (String frontend : everything()) {
        HourMeasured told = told(hour, frontend);
        HourMeasured better = better(told, measure(frontend, hour));
        if (better != null && !better.equals(told)) {
          news.add(better);
          put(hour, better);
        }
      }
    }
    return news;
  }

  /** When Vigie began to look, in ms; none if it has seen nothing. */
  public @Nullable Long sinceMillis() {
    long since = hours.isEmpty() ? Long.MAX_VALUE : hours.firstKey() * HOUR_MILLIS;
    since = Math.min(since, oldestMillis);
    return since == Long.MAX_VALUE ? null : since;
  }

  /**
   * How available it was in whole hours, each by itself, the oldest first, the last one as far as
   * it is over.
   *
   * @param frontend a frontend, or {@link HourMeasured#WHOLE}
   * @param count how many hours, with the one that is not over
   */
  public List<Tally> hours(String frontend, int count, long nowMillis) {
    List<Tally> tallies = new ArrayList<>(count);
    long current = hour(nowMillis);
    for (long hour = current - count + 1; hour <= current; hour++) {
      tallies.add(hour(frontend, hour, nowMillis));
    }
    return tallies;
  }

  /** How available it was in the last 60 minutes. */
  public Tally lastHour(String frontend, long nowMillis) {
    long until = Math.floorDiv(nowMillis - FRESH_MILLIS, 1_000);
    long hour = Math.floorDiv(until, Seconds.MANY);
    int second = Math.floorMod(until, Seconds.MANY);
    Tally now = within(frontend, hour, 0, second);
    Tally before = within(frontend, hour - 1, second, Seconds.MANY);
    return before.plus(now);
  }

  private Tally within(String frontend, long hour, int from, int to) {
    Long since = sinceMillis();
    long begin = since == null ? Long.MAX_VALUE : Math.floorDiv(since, 1_000);
    long first = hour * Seconds.MANY;
    int least = Math.clamp(begin - first, from, to);
    return seconds(frontend, hour).tally(least, to);
  }

  /** What is known of one hour; of the one that is not over, as far as it is. */
  private Tally hour(String frontend, long hour, long nowMillis) {
    long until = Math.floorDiv(nowMillis - FRESH_MILLIS, 1_000);
    int over = Math.clamp(until - hour * Seconds.MANY, 0, Seconds.MANY);
    HourMeasured told = told(hour, frontend);
    if (over == Seconds.MANY) {
      HourMeasured best = isRaw(hour) ? better(told, measure(frontend, hour)) : told;
      if (best != null) {
        return sinceWithin(hour, new Tally(HOUR_MILLIS, best.lostMillis(), best.unknownMillis()));
      }
    }
    return within(frontend, hour, 0, over);
  }

  /** Of the hour in which it began, what was before is no part. */
  private Tally sinceWithin(long hour, Tally whole) {
    Long since = sinceMillis();
    long before = since == null ? 0 : Math.clamp(since - hour * HOUR_MILLIS, 0, HOUR_MILLIS);
    long unseen = Math.min(before / 1_000 * 1_000, whole.unknownMillis());
    return new Tally(whole.millis() - unseen, whole.lostMillis(), whole.unknownMillis() - unseen);
  }

  private boolean isRaw(long hour) {
    return newestMillis != Long.MIN_VALUE && hour > hour(newestMillis) - RAW_HOURS;
  }

  /** Of two views of an hour, that of who saw more; of two that saw as much, the worse. */
  private static @Nullable HourMeasured better(
      @Nullable HourMeasured told, @Nullable HourMeasured measured) {
    if (told == null || measured == null) {
      return told == null ? measured : told;
    }
    if (measured.unknownMillis() != told.unknownMillis()) {
      return measured.unknownMillis() < told.unknownMillis() ? measured : told;
    }
    return measured.lostMillis() > told.lostMillis() ? measured : told;
  }

  private @Nullable HourMeasured measure(String frontend, long hour) {
    if (oldestMillis == Long.MAX_VALUE || hour < hour(oldestMillis)) {
      return null;
    }
    Tally tally = seconds(frontend, hour).tally(0, Seconds.MANY);
    long attempts = 0;
    long failures = 0;
    Map<String, Hour> counted = raw.getOrDefault(hour, Map.of());
    for (Map.Entry<String, Hour> each : counted.entrySet()) {
      if (frontend.equals(HourMeasured.WHOLE) || frontend.equals(each.getKey())) {
        attempts += each.getValue().attempts();
        failures += each.getValue().failures();
      }
    }
    return new HourMeasured(
        frontend,
        Instant.ofEpochMilli(hour * HOUR_MILLIS).toString(),
        tally.upMillis(),
        tally.lostMillis(),
        tally.unknownMillis(),
        attempts,
        failures);
  }

  private Seconds seconds(String frontend, long hour) {
    Seconds seconds = new Seconds();
    if (frontend.equals(HourMeasured.WHOLE)) {
      frontends.forEach(each -> seconds.saw(seconds(each, hour)));
      return seconds;
    }
    watchers.values().forEach(watcher -> watcher.tell(frontend, hour, seconds));
    Hour counted = raw.getOrDefault(hour, Map.of()).get(frontend);
    if (counted != null) {
      seconds.saw(counted.seconds());
    }
    long before = reached.getOrDefault(frontend, Long.MAX_VALUE) - hour * HOUR_MILLIS;
    seconds.forget(Math.clamp(before / 1_000, 0, Seconds.MANY));
    return seconds;
  }

  private List<String> everything() {
    List<String> all = new ArrayList<>(frontends);
    all.add(HourMeasured.WHOLE);
    return all;
  }

  private long first() {
    return oldestMillis == Long.MAX_VALUE ? Long.MAX_VALUE : hour(oldestMillis);
  }

  private void moves(long atMillis) {
    oldestMillis = Math.min(oldestMillis, atMillis);
    if (atMillis <= newestMillis) {
      return;
    }
    boolean nextHour = newestMillis == Long.MIN_VALUE || hour(atMillis) > hour(newestMillis);
    newestMillis = atMillis;
    if (nextHour) {
      long before = hour(atMillis) - RAW_HOURS;
      raw.headMap(before).clear();
      hours.headMap(hour(atMillis) - HOURS).clear();
      watchers.values().forEach(watcher -> watcher.forget(before));
    }
  }

  private void traffic(Envelope envelope, TrafficSampled sample) {
    long last = envelope.time().getEpochSecond() - 1;
    long first = envelope.time().getEpochSecond() - TrafficSampled.SECONDS;
    for (int i = 0; i < TrafficSampled.SECONDS; i++) {
      if (sample.total().attempts().get(i) > sample.total().failures().get(i)) {
        reached.merge(sample.frontend(), (first + i) * 1_000, Math::min);
      }
    }
    for (long hour = Math.floorDiv(first, Seconds.MANY);
        hour <= Math.floorDiv(last, Seconds.MANY);
        hour++) {
      if (isRaw(hour)) {
        raw.computeIfAbsent(hour, _ -> new HashMap<>())
            .computeIfAbsent(sample.frontend(), _ -> new Hour())
            .heard(envelope, sample, hour);
      }
    }
  }

  private void recall(HourMeasured measured) {
    long hour = hour(Instant.parse(measured.from()).toEpochMilli());
    if (newestMillis == Long.MIN_VALUE || hour > hour(newestMillis) - HOURS) {
      put(hour, measured);
      if (measured.upMillis() > 0) {
        reached.merge(measured.frontend(), hour * HOUR_MILLIS, Math::min);
      }
    }
  }

  private void put(long hour, HourMeasured measured) {
    hours.computeIfAbsent(hour, _ -> new HashMap<>()).put(measured.frontend(), measured);
    while (hours.size() > HOURS + RAW_HOURS) {
      hours.pollFirstEntry();
    }
  }

  private @Nullable HourMeasured told(long hour, String frontend) {
    return hours.getOrDefault(hour, Map.of()).get(frontend);
  }

  private static long hour(long millis) {
    return Math.floorDiv(millis, HOUR_MILLIS);
  }
}
