package io.vigie.console.core.incident;

import io.vigie.event.Incident;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Episodes that belong together. An incident, if one of them is by itself. */
final class Story {

  private static final Comparator<Episode> BY_START =
      Comparator.comparingLong(Episode::startMillis).thenComparing(episode -> episode.first().id());

  private final List<Episode> episodes;
  private final @Nullable Episode opener;

  /** What was made of it; null until somebody asks, and when something came to it since. */
  private @Nullable Incident told;

  Story(List<Episode> episodes) {
    this.episodes = episodes.stream().sorted(BY_START).toList();
    opener = this.episodes.stream().filter(Episode::opens).findFirst().orElse(null);
    episodes.forEach(episode -> episode.joins(this));
  }

  /** In the order of their beginning. */
  List<Episode> episodes() {
    return episodes;
  }

  /** Whether it is an incident. */
  boolean isIncident() {
    return opener != null;
  }

  /** Its name: the event that began it. */
  String id() {
    if (opener == null) {
      throw new IllegalStateException("no incident");
    }
    return opener.first().id();
  }

  /** When it began, in ms by the clock of who said so. */
  long startMillis() {
    return episodes.getFirst().startMillis();
  }

  /** When its last episode ended, or {@link Episode#OPEN}. */
  long endMillis() {
    return episodes.stream().mapToLong(Episode::endMillis).max().orElseThrow();
  }

  @Nullable Incident told() {
    return told;
  }

  void tells(@Nullable Incident incident) {
    told = incident;
  }
}
