package io.vigie.kit.news.spool;

import io.vigie.event.Topic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the spool has no room for: in memory and in order. If that is too much as well, the last
 * word on each key is kept longest, which is what a state is known by. Not thread-safe.
 */
final class Overflow {

  private static final Set<String> FOLDED =
      Arrays.stream(Topic.values())
          .filter(Topic::folded)
          .map(Topic::wire)
          .collect(Collectors.toUnmodifiableSet());

  private final long mostBytes;
  private final Deque<SpoolRecord> records = new ArrayDeque<>();
  private final Map<String, SpoolRecord> lastWords = new HashMap<>();
  private long bytes;

  Overflow(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /**
   * Keeps the record. If all are too large then, a quarter of the room is made free: what is no
   * last word goes, and if that is not enough, last words, the oldest first.
   *
   * @return how many records were dropped for it, itself perhaps among them
   */
  int add(SpoolRecord record) {
    records.add(record);
    bytes += record.bodyBytes();
    if (FOLDED.contains(record.topic())) {
      lastWords.put(subject(record), record);
    }
    if (bytes <= mostBytes) {
      return 0;
    }
    int before = records.size();
    drop(one -> lastWords.get(subject(one)) != one);
    drop(_ -> true);
    return before - records.size();
  }

  /** Drops the oldest of these, until a quarter of the room is free. */
  private void drop(Predicate<SpoolRecord> these) {
    records.removeIf(
        record -> {
          boolean goes = bytes > mostBytes / 4 * 3 && these.test(record);
          if (goes) {
            forget(record);
          }
          return goes;
        });
  }

  /** Gives away the oldest. */
  List<SpoolRecord> take(int most) {
    List<SpoolRecord> taken = new ArrayList<>();
    while (taken.size() < most && !records.isEmpty()) {
      SpoolRecord record = records.remove();
      forget(record);
      taken.add(record);
    }
    return taken;
  }

  private void forget(SpoolRecord record) {
    bytes -= record.bodyBytes();
    lastWords.remove(subject(record), record);
  }

  private static String subject(SpoolRecord record) {
    return record.topic() + " " + record.key();
  }
}
