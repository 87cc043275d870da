package io.vigie.console.core.incident;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What joins episodes: one chain of causes, one place, one thing. Two that share one are of one
 * story if the time between them is short; and so is who is joined to either.
 */
final class Links {

  /** Before a correlation: however far apart, causes and effects belong together. */
  static final String CHAIN = "chain ";

  /** Before a failure domain, or what clients notice. */
  static final String PLACE = "place ";

  /** Before a thing. */
  static final String THING = "thing ";

  /** What breaks again within this time after it was whole, in ms, has broken once. */
  static final long AGAIN_MILLIS = 600_000;

  /** What clients notice within this time, in ms, has to do with each other. */
  static final long NOTICED_MILLIS = 30_000;

  private static final Comparator<Episode> BY_START =
      Comparator.comparingLong(Episode::startMillis).thenComparing(episode -> episode.first().id());

  private final Map<String, Link> links = new HashMap<>();
  private final Set<Episode> present = new HashSet<>();

  /** Adds an episode. */
  void add(Episode episode) {
    present.add(episode);
    episode.links().forEach(name -> links.computeIfAbsent(name, Link::new).add(episode));
  }

  /** Takes one away. */
  void remove(Episode episode) {
    present.remove(episode);
    for (String name : episode.links()) {
      Link link = links.get(name);
      if (link != null && link.remove(episode)) {
        links.remove(name);
      }
    }
  }

  /** Whether an episode was added, and not taken away. */
  boolean has(Episode episode) {
    return present.contains(episode);
  }

  /** The episodes of a chain of causes. */
  List<Episode> ofChain(String correlation) {
    Link link = links.get(CHAIN + correlation);
    return link == null ? List.of() : link.members;
  }

  /** Those that one link joins to an episode, with itself: the same list for each of them. */
  List<Episode> joined(Episode episode, String name) {
    Link link = links.get(name);
    return link == null ? List.of() : link.run(episode);
  }

  private static final class Link {

    private final long windowMillis;
    private final List<Episode> members = new ArrayList<>(1);
    private final Map<Episode, List<Episode>> runs = new HashMap<>(2);
    private boolean stale;

    Link(String name) {
      windowMillis =
          name.startsWith(CHAIN)
              ? Episode.OPEN
              : name.equals(PLACE + Signs.SERVICE) ? NOTICED_MILLIS : AGAIN_MILLIS;
    }

    void add(Episode episode) {
      members.add(episode);
      stale = true;
    }

    /** Whether none is left. */
    boolean remove(Episode episode) {
      members.removeIf(member -> member == episode);
      stale = true;
      return members.isEmpty();
    }

    List<Episode> run(Episode episode) {
      if (members.size() == 1 || windowMillis == Episode.OPEN) {
        return members;
      }
      if (stale) {
        sweep();
        stale = false;
      }
      List<Episode> run = runs.get(episode);
      return run == null ? List.of() : run;
    }

    private void sweep() {
      runs.clear();
      members.sort(BY_START);
      List<Episode> run = new ArrayList<>();
      long end = Long.MIN_VALUE;
      for (Episode member : members) {
        if (end != Episode.OPEN && member.startMillis() - windowMillis > end) {
          run = new ArrayList<>();
        }
        run.add(member);
        runs.put(member, run);
        end = run.size() == 1 ? member.endMillis() : Math.max(end, member.endMillis());
      }
    }
  }
}
