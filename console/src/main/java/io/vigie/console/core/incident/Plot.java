package io.vigie.console.core.incident;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a story is about.
 *
 * @param trouble what matters most in it
 * @param names the things that have it, in the order it met them
 * @param flaps how often the same thing broke again
 * @param hurt how many things there are of each kind of trouble
 */
record Plot(Trouble trouble, List<String> names, int flaps, Map<Trouble, Integer> hurt) {

  private static final int MOST_NAMED = 3;

  /** What these episodes, in the order of their beginning, are about. */
  static Plot of(List<Episode> episodes) {
    Trouble worst =
        episodes.stream()
            .filter(Episode::opens)
            .map(episode -> episode.first().sign().trouble())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    Set<String> names = new LinkedHashSet<>();
    Map<String, Integer> falls = new HashMap<>();
    Map<Trouble, Set<String>> hurt = new TreeMap<>();
    for (Episode episode : episodes) {
      Sign sign = episode.first().sign();
      hurt.computeIfAbsent(sign.trouble(), _ -> new LinkedHashSet<>()).add(sign.name());
      if (episode.opens() && sign.trouble() == worst) {
        names.add(sign.name());
        falls.merge(sign.thread(), 1, Integer::sum);
      }
    }
    int most = falls.values().stream().max(Comparator.naturalOrder()).orElse(1);
    Map<Trouble, Integer> counts = new TreeMap<>();
    hurt.forEach((trouble, things) -> counts.put(trouble, things.size()));
    return new Plot(worst, List.copyOf(names), most - 1, counts);
  }

  /** In a few words. */
  String title() {
    String again = flaps == 0 ? "" : " " + (flaps + 1) + " times";
    return subject() + " " + trouble.complaint() + again;
  }

  /** What broke: {@code nodes k3s-1 and k3s-2}. */
  String subject() {
    return trouble.kind() + (names.size() == 1 ? " " : "s ") + list();
  }

  private String list() {
    if (names.size() == 1) {
      return names.getFirst();
    }
    if (names.size() > MOST_NAMED) {
      return names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
          + " and "
          + (names.size() - MOST_NAMED)
          + " more";
    }
    return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
  }

  /** How many things had a trouble. */
  int count(Trouble of) {
    return hurt.getOrDefault(of, 0);
  }
}
