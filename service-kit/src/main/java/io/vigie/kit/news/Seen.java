package io.vigie.kit.news;

import io.vigie.event.Sequence;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last sequence heard of each key and source: what tells a first copy from a repeated or late
 * one. Not thread-safe.
 *
 * <p>Bounded: beyond {@code most} keys the one silent for longest is forgotten, and beyond {@value
 * #MOST_SOURCES} sources of a key likewise.
 */
final class Seen {

  /** An observer and its successors write a key; more are somebody's mistake. */
  static final int MOST_SOURCES = 16;

  private final int most;
  private final Map<String, Map<String, Sequence>> byKey = new LinkedHashMap<>(64, 0.75f, true);
  private long forgotten;

  Seen(int most) {
    this.most = most;
  }

  /**
   * Whether this is newer than all that was heard of its key from its source; if so, it is noted.
   */
  boolean first(String source, String key, Sequence sequence) {
    Map<String, Sequence> sources =
        byKey.computeIfAbsent(key, _ -> new LinkedHashMap<>(2, 0.75f, true));
    Sequence last = sources.get(source);
    if (last != null && sequence.compareTo(last) <= 0) {
      return false;
    }
    sources.put(source, sequence);
    if (sources.size() > MOST_SOURCES) {
      forgetEldest(sources);
    }
    if (byKey.size() > most) {
      forgetEldest(byKey);
    }
    return true;
  }

  private void forgetEldest(Map<?, ?> of) {
    Iterator<?> eldest = of.values().iterator();
    eldest.next();
    eldest.remove();
    forgotten++;
  }

  /** The subject of this key ended. */
  void end(String key) {
    byKey.remove(key);
  }

  int keys() {
    return byKey.size();
  }

  /** How many keys and sources were forgotten for want of room. */
  long forgotten() {
    return forgotten;
  }
}
