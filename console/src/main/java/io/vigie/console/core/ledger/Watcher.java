package io.vigie.console.core.ledger;

import io.vigie.event.Envelope;
import io.vigie.event.FrontendChanged;
import io.vigie.event.ObserverChanged;
import io.vigie.event.ObserverChanged.ObserverState;
import io.vigie.event.Sequence;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * One observer: when it was there, and what it saw of each frontend.
 *
 * <p>That it reaches a frontend counts for the seconds in which it is known to have been alive.
 * That it does not counts until it says otherwise, or was last heard of in the same life.
 */
final class Watcher {

  /** So long after a sign of life it counts as there, in ms, if another one follows. */
  private static final long PRESENT_MILLIS = 6_000;

  private final NavigableMap<Sequence, Word> doubts = new TreeMap<>();
  private final Map<String, NavigableMap<Sequence, Word>> words = new HashMap<>();

  /** By life, when it was first and last heard of, in ms. */
  private final NavigableMap<Long, Life> lives = new TreeMap<>();

  /** The seconds in which it was alive, by hour. */
  private final Map<Long, BitSet> alive = new HashMap<>();

  /**
   * A word that holds until the next one.
   *
   * @param good whether all was well; of a frontend, whether it was reached
   * @param counts whether it did not doubt itself then
   */
  private record Word(long atMillis, boolean good, boolean counts) {}

  private record Life(long firstMillis, long lastMillis) {
    Life with(Life other) {
      return new Life(
          Math.min(firstMillis, other.firstMillis), Math.max(lastMillis, other.lastMillis));
    }
  }

  /** Something it said, whatever it is: a sign of life. */
  void heard(Envelope envelope, long upMillis) {
    long at = envelope.time().toEpochMilli();
    lives.merge(envelope.sequence().epoch(), new Life(at, at), Life::with);
    long from = at - Math.min(PRESENT_MILLIS, upMillis);
    for (long second = Math.ceilDiv(from, 1_000); second < Math.floorDiv(at, 1_000); second++) {
      alive
          .computeIfAbsent(Math.floorDiv(second, Seconds.MANY), _ -> new BitSet(Seconds.MANY))
          .set(Math.floorMod(second, Seconds.MANY));
    }
    switch (envelope.event()) {
      case FrontendChanged frontend ->
          words
              .computeIfAbsent(frontend.frontend(), _ -> new TreeMap<>())
              .put(envelope.sequence(), new Word(at, frontend.reached(), !frontend.impaired()));
      case ObserverChanged doubt ->
          doubts.put(envelope.sequence(), new Word(at, doubt.state() == ObserverState.CLEAR, true));
      default -> {
        // a sign of life, no more
      }
    }
  }

  /** What it saw of a frontend in an hour. */
  void tell(String frontend, long hour, Seconds seconds) {
    NavigableMap<Sequence, Word> said = words.get(frontend);
    if (said == null) {
      return;
    }
    BitSet there = new BitSet(Seconds.MANY);
    there.or(alive.getOrDefault(hour, new BitSet()));
    long start = hour * Seconds.MANY * 1_000;
    long end = start + Seconds.MANY * 1_000L;
    each(
        doubts,
        start,
        end,
        (doubt, until) -> {
          if (!doubt.good()) {
            there.clear(second(doubt.atMillis(), start), Math.max(0, second(until + 999, start)));
          }
        });
    each(said, start, end, (word, until) -> tell(word, until, start, there, seconds));
  }

  private void tell(Word word, long until, long start, BitSet there, Seconds seconds) {
    if (!word.counts()) {
      return;
    }
    int from = second(word.atMillis(), start);
    int to = second(until + 999, start);
    for (int second = from; second < to; second++) {
      long begins = start + second * 1_000L;
      long lost =
          word.good() ? 0 : Math.min(until, begins + 1_000) - Math.max(word.atMillis(), begins);
      if (!word.good() || there.get(second)) {
        seconds.saw(second, Math.clamp(lost, 0, 1_000));
      }
    }
  }

  /** Words that hold within a time, with the time until which they do. */
  private void each(
      NavigableMap<Sequence, Word> said, long start, long end, BiConsumer<Word, Long> told) {
    Map.Entry<Sequence, Word> entry = said.firstEntry();
    while (entry != null) {
      Map.Entry<Sequence, Word> next = said.higherEntry(entry.getKey());
      Word word = entry.getValue();
      long epoch = entry.getKey().epoch();
      long until =
          lives.getOrDefault(epoch, new Life(word.atMillis(), word.atMillis())).lastMillis();
      if (next != null && next.getKey().epoch() == epoch) {
        until = next.getValue().atMillis();
      }
      if (until > start && word.atMillis() < end) {
        told.accept(word, Math.min(until, end));
      }
      entry = next;
    }
  }

  /** Forgets what is of no use for this hour and later ones. */
  void forget(long beforeHour) {
    alive.keySet().removeIf(hour -> hour < beforeHour);
    long before = beforeHour * Seconds.MANY * 1_000;
    forget(doubts, before);
    words.values().forEach(said -> forget(said, before));
    while (lives.size() > 1 && lives.firstEntry().getValue().lastMillis() < before) {
      lives.pollFirstEntry();
    }
  }

  /** All but the last one before. */
  private static void forget(NavigableMap<Sequence, Word> said, long before) {
    while (said.size() > 1) {
      Sequence second = said.higherKey(said.firstKey());
      Word next = second == null ? null : said.get(second);
      if (next == null || next.atMillis() >= before) {
        return;
      }
      said.pollFirstEntry();
    }
  }

  private static int second(long atMillis, long start) {
    return Math.clamp(Math.floorDiv(atMillis - start, 1_000), 0, Seconds.MANY);
  }
}
