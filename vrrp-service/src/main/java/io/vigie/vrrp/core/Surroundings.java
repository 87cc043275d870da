package io.vigie.vrrp.core;

import io.vigie.event.Fact;
import io.vigie.vrrp.core.Tracker.Impact;
import io.vigie.vrrp.core.Tracker.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is known of everything that is tracked: a fold over readings, with hysteresis in time. */
record Surroundings(Map<String, Seen> seen) {

  /**
   * One tracker.
   *
   * @param counts the reading that counts
   * @param next a reading that does not count yet
   * @param nextAtNanos when it will, if it stays so
   * @param cause the event behind the newest reading
   */
  record Seen(
      Tracker tracker,
      Reading counts,
      @Nullable Reading next,
      long nextAtNanos,
      Fact.@Nullable Ref cause) {

    Impact impact() {
      return tracker.impact();
    }

    /** Takes a reading in; one that changes between well and unwell must last. */
    Seen read(Reading reading, Fact.@Nullable Ref newCause, long now) {
      if (reading.well() == counts.well()) {
        return new Seen(tracker, reading, null, 0, newCause);
      }
      if (next != null) {
        return new Seen(tracker, counts, reading, nextAtNanos, newCause);
      }
      long wait = reading.well() ? tracker.riseNanos() : tracker.fallNanos();
      return wait == 0
          ? new Seen(tracker, reading, null, 0, newCause)
          : new Seen(tracker, counts, reading, now + wait, newCause);
    }

    boolean due(long now) {
      return next != null && now - nextAtNanos >= 0;
    }

    Seen settle(long now) {
      return next != null && due(now) ? new Seen(tracker, next, null, 0, cause) : this;
    }

    String text() {
      return counts.why();
    }
  }

  Surroundings {
    seen = Collections.unmodifiableMap(new LinkedHashMap<>(seen));
  }

  /** Before anything is known. */
  static Surroundings unknown(List<Tracker> trackers) {
    Map<String, Seen> seen = new LinkedHashMap<>();
    for (Tracker tracker : trackers) {
      Reading first =
          new Reading(tracker.impact().wellAtFirst(), 0, tracker.name() + " not heard of yet");
      seen.put(tracker.name(), new Seen(tracker, first, null, 0, null));
    }
    return new Surroundings(seen);
  }

  /** With one more reading; of what is not tracked, nothing is taken in. */
  Surroundings read(String name, Reading reading, Fact.@Nullable Ref cause, long now) {
    Seen before = seen.get(name);
    if (before == null) {
      return this;
    }
    Map<String, Seen> after = new LinkedHashMap<>(seen);
    after.put(name, before.read(reading, cause, now));
    return new Surroundings(after);
  }

  /** As time has made it. */
  Surroundings settle(long now) {
    if (seen.values().stream().noneMatch(one -> one.due(now))) {
      return this;
    }
    Map<String, Seen> after = new LinkedHashMap<>(seen);
    after.replaceAll((_, one) -> one.settle(now));
    return new Surroundings(after);
  }

  /** With the trackers of another configuration; what is known of those that stay is kept. */
  Surroundings retracked(List<Tracker> trackers) {
    Map<String, Seen> after = new LinkedHashMap<>(unknown(trackers).seen());
    after.replaceAll(
        (name, fresh) -> {
          Seen old = seen.get(name);
          return old == null || old.impact() != fresh.impact()
              ? fresh
              : new Seen(fresh.tracker(), old.counts(), old.next(), old.nextAtNanos(), old.cause());
        });
    return new Surroundings(after);
  }

  /** How many that are a flap in this mode went from well to unwell since {@code before}. */
  int fallen(Surroundings before, Preempt preempt) {
    int fallen = 0;
    for (Seen one : seen.values()) {
      Seen old = before.seen.get(one.tracker().name());
      if (old != null && old.counts().well() && !one.counts().well()) {
        fallen += one.impact().flaps(preempt) ? 1 : 0;
      }
    }
    return fallen;
  }

  /** Why this host takes no part; empty when it does. */
  List<String> faults() {
    return texts(one -> one.impact() == Impact.LINK || one.impact() == Impact.FAULT);
  }

  /** Why others should hold the VIP; empty when nothing speaks against this host. */
  List<String> sick() {
    return texts(one -> one.impact() == Impact.LB || one.impact() == Impact.OBSERVER);
  }

  /** Whether lb-service is tracked, and cannot serve. */
  boolean lbLost() {
    return seen.values().stream()
        .anyMatch(one -> one.impact() == Impact.LB && !one.counts().well());
  }

  /** What weights add to the priority. */
  int delta() {
    return weights().stream().mapToInt(one -> one.counts().delta()).sum();
  }

  /** The weights that are not 0, for people. */
  List<String> weightTexts() {
    return weights().stream().map(one -> one.text() + " " + signed(one.counts().delta())).toList();
  }

  /** The newest event behind what is not well, or behind anything. */
  Fact.@Nullable Ref cause() {
    Fact.Ref any = null;
    for (Seen one : seen.values()) {
      if (one.cause() != null && (any == null || !one.counts().well())) {
        any = one.cause();
      }
    }
    return any;
  }

  /** When a reading will count; {@code never} if none waits. */
  long nextNanos(long never) {
    long next = never;
    for (Seen one : seen.values()) {
      if (one.next() != null && one.nextAtNanos() - next < 0) {
        next = one.nextAtNanos();
      }
    }
    return next;
  }

  private List<Seen> weights() {
    return seen.values().stream()
        .filter(one -> one.impact() == Impact.WEIGHT && one.counts().delta() != 0)
        .toList();
  }

  private List<String> texts(Predicate<Seen> which) {
    List<String> texts = new ArrayList<>();
    for (Seen one : seen.values()) {
      if (which.test(one) && !one.counts().well()) {
        texts.add(one.text());
      }
    }
    return texts;
  }

  private static String signed(int delta) {
    return delta > 0 ? "+" + delta : Integer.toString(delta);
  }
}
