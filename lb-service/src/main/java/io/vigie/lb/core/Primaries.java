package io.vigie.lb.core;

import io.vigie.event.ClusterChanged;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the primaries of databases are, by the last word on each. Who is silent changes nothing:
 * the last word holds until there is another.
 */
final class Primaries {

  /** More databases than that are not a cluster, but somebody filling memory. */
  private static final int MOST = 4096;

  private final Map<String, Primary> byDatabase = new HashMap<>();

  /**
   * What is known of a primary.
   *
   * @param node where it is; null if there is none, or nobody knows
   * @param text the same for people
   */
  record Primary(@Nullable String node, String text) {}

  /** Takes a word in, whichever database it is about. Says what is known of its primary now. */
  Primary hear(ClusterChanged word) {
    Primary primary = primary(word);
    if (word.health() == ClusterChanged.DatabaseHealth.DELETED) {
      byDatabase.remove(word.cluster());
    } else if (byDatabase.size() < MOST || byDatabase.containsKey(word.cluster())) {
      byDatabase.put(word.cluster(), primary);
    }
    return primary;
  }

  /** What is known of the primary of a database. */
  Primary of(String database) {
    Primary known = byDatabase.get(database);
    return known != null ? known : new Primary(null, "no word of " + database + " yet");
  }

  private static Primary primary(ClusterChanged word) {
    String node = word.primaryNode();
    return switch (word.health()) {
      case HEALTHY, DEGRADED ->
          node == null
              ? new Primary(null, "nobody knows where the primary of " + word.cluster() + " is")
              : new Primary(node, "primary of " + word.cluster() + " on " + node);
      case DOWN -> new Primary(null, word.cluster() + " is down");
      case HIBERNATED -> new Primary(null, word.cluster() + " is hibernated");
      case DELETED -> new Primary(null, word.cluster() + " is deleted");
    };
  }
}
