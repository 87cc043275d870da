package io.vigie.kit.news;

import io.vigie.event.Sequence;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last sequence heard of each key and source: what tells a first copy from a repeated or late
 * one. Not thread-safe.
 *
 * <p>Bounded: beyond {@code most} keys the one silent for longest is forgotten.
 */
final class Seen {

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
    Map<String, Sequence> sources = byKey.computeIfAbsent(key, _ -> new HashMap<>(2));
    Sequence last = sources.get(source);
    if (last != null && sequence.compareTo(last) <= 0) {
      return false;
    }
    sources.put(source, sequence);
    if (byKey.size() > most) {
      Iterator<?> eldest = byKey.values().iterator();
      eldest.next();
      eldest.remove();
      forgotten++;
    }
    return true;
  }

  /** The subject of this key ended. */
  void end(String key) {
    byKey.remove(key);
  }

  int keys() {
    return byKey.size();
  }

  /** How many keys were forgotten for want of room. */
  long forgotten() {
    return forgotten;
  }
}
