package io.vigie.kit.news.link;

import io.vertx.core.buffer.Buffer;
import io.vigie.event.Sequence;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a service said lately: a ring of its last lines, and the last line of each key. Not
 * thread-safe.
 *
 * <p>Each line has an index, one more than the line before.
 */
final class LinkLog {

  private final @Nullable Line[] ring;
  private final long mostBytes;
  private final int mostKeys;
  private final Map<String, Line> lastByKey = new LinkedHashMap<>();
  private long first;
  private long end;
  private long bytes;
  private Sequence beforeFirst;
  private Sequence last;

  /**
   * An empty log.
   *
   * @param start the place before the first line
   * @param mostLines how many lines the ring holds
   * @param mostBytes how many bytes the lines in the ring have together
   * @param mostKeys how many keys the snapshot has; beyond, the one silent for longest is left out
   */
  LinkLog(Sequence start, int mostLines, long mostBytes, int mostKeys) {
    this.ring = new @Nullable Line[mostLines];
    this.mostBytes = mostBytes;
    this.mostKeys = mostKeys;
    this.beforeFirst = start;
    this.last = start;
  }

  /**
   * One event.
   *
   * @param bytes its JSON with the line end; shared, so to be read only
   */
  record Line(Sequence sequence, String key, Buffer bytes) {}

  /** Adds a line, whose sequence must be the highest. */
  void append(Line line) {
    if (end - first == ring.length) {
      forgetFirst();
    }
    ring[at(end)] = line;
    end++;
    bytes += line.bytes().length();
    last = line.sequence();
    while (bytes > mostBytes && first < end) {
      forgetFirst();
    }
    lastByKey.remove(line.key()); // so that the snapshot is in order of sequence
    lastByKey.put(line.key(), line);
    if (lastByKey.size() > mostKeys) {
      Iterator<Line> eldest = lastByKey.values().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  /** The last line of each key, in order. */
  List<Line> snapshot() {
    return new ArrayList<>(lastByKey.values());
  }

  /** The sequence of the last line. */
  Sequence last() {
    return last;
  }

  /** The index after the last line. */
  long end() {
    return end;
  }

  /** The line with this index; empty if it is there no longer, or not yet. */
  Optional<Line> line(long index) {
    return index < first || index >= end ? Optional.empty() : Optional.ofNullable(ring[at(index)]);
  }

  /** Where to go on for somebody who has all up to {@code after}; empty if that is too long ago. */
  OptionalLong indexAfter(Sequence after) {
    if (after.epoch() != last.epoch()
        || after.compareTo(beforeFirst) < 0
        || after.compareTo(last) > 0) {
      return OptionalLong.empty();
    }
    long low = first;
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      boolean had = line(middle).orElseThrow().sequence().compareTo(after) <= 0;
      low = had ? middle + 1 : low;
      high = had ? high : middle;
    }
    return OptionalLong.of(low);
  }

  private void forgetFirst() {
    Line line = line(first).orElseThrow();
    ring[at(first)] = null;
    first++;
    bytes -= line.bytes().length();
    beforeFirst = line.sequence();
  }

  private int at(long index) {
    return (int) (index % ring.length);
  }
}
