package io.vigie.kit.news.spool;

import io.vigie.event.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the spool has no room for: in memory, in order, and of each key only the last word, which is
 * what a state is known by. Not thread-safe.
 */
final class Overflow {

  private static final Set<String> FOLDED =
      Arrays.stream(Topic.values())
          .filter(Topic::folded)
          .map(Topic::wire)
          .collect(Collectors.toUnmodifiableSet());

  private final long mostBytes;
  private final Map<String, SpoolRecord> records = new LinkedHashMap<>();
  private long bytes;

  Overflow(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /**
   * Keeps the record, in place of what it makes out of date.
   *
   * @return how many records were dropped for it, or it itself
   */
  int add(SpoolRecord record) {
    boolean lastWordCounts = FOLDED.contains(record.topic());
    if (!lastWordCounts && bytes > mostBytes / 4) {
      return 1; // history without a state: it must not push out last words
    }
    String place =
        record.topic() + " " + (lastWordCounts ? record.key() : record.sequence().toString());
    int dropped = 0;
    SpoolRecord before = records.remove(place);
    if (before != null) {
      bytes -= before.bodyBytes();
      dropped++;
    }
    records.put(place, record);
    bytes += record.bodyBytes();
    Iterator<SpoolRecord> eldest = records.values().iterator();
    while (bytes > mostBytes) {
      bytes -= eldest.next().bodyBytes();
      eldest.remove();
      dropped++;
    }
    return dropped;
  }

  /** Gives away the oldest. */
  List<SpoolRecord> take(int most) {
    List<SpoolRecord> taken = new ArrayList<>();
    Iterator<SpoolRecord> eldest = records.values().iterator();
    while (taken.size() < most && eldest.hasNext()) {
      SpoolRecord record = eldest.next();
      bytes -= record.bodyBytes();
      eldest.remove();
      taken.add(record);
    }
    return taken;
  }
}
