package io.vigie.kube.service;

import io.vigie.kube.watch.Contact;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A watcher's part of {@code /v1/state}.
 *
 * @param kubernetes how it stands with the Kubernetes API
 * @param turn whether it speaks for the cluster
 * @param picture what it has made of it all
 */
record WatchState(KubernetesState kubernetes, TurnState turn, Object picture) {

  /**
   * How it stands with the Kubernetes API.
   *
   * @param servers those there are
   * @param server the one that is asked
   * @param whole whether all that is there was seen
   * @param unknownSince when all that is known was last as of now, RFC 3339; null while it is
   * @param objects how many there are, by kind
   * @param missing kinds that are not installed
   * @param refused kinds that may not be read, and why
   * @param broken how many objects cannot be read
   */
  record KubernetesState(
      List<String> servers,
      String server,
      boolean whole,
      @Nullable String unknownSince,
      Map<String, Integer> objects,
      List<String> missing,
      Map<String, String> refused,
      long broken) {

    static KubernetesState of(
        List<String> servers, boolean whole, Contact contact, Map<String, Integer> objects) {
      Map<String, String> refused = new TreeMap<>();
      contact.refused().forEach((kind, why) -> refused.put(kind.plural(), why));
      TreeSet<String> missing = new TreeSet<>();
      contact.missing().forEach(kind -> missing.add(kind.plural()));
      return new KubernetesState(
          servers,
          contact.server(),
          whole,
          contact.unknownSince() == null ? null : contact.unknownSince().toString(),
          objects,
          List.copyOf(missing),
          refused,
          contact.broken());
    }
  }

  /**
   * Whether it speaks for the cluster.
   *
   * @param ours whether it is its turn
   * @param since since when, RFC 3339
   * @param facts how many facts it has told since it started
   */
  record TurnState(boolean ours, String since, long facts) {}

  /** The name of a kind of objects among our numbers. */
  static String name(io.vigie.kube.read.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
