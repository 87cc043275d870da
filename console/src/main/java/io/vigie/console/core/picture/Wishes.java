package io.vigie.console.core.picture;

import io.vigie.event.CommandRequested;
import io.vigie.event.CommandRequested.Kind;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What operators want of each node. The last word holds: by time, as several machines say it.
 *
 * <p>Thread rule: one thread.
 */
final class Wishes {

  private static final int MOST = 20_000;

  private final Map<String, Wish> modes = new HashMap<>();
  private final Map<String, Wish> weights = new HashMap<>();

  /**
   * One wish, as it is shown.
   *
   * @param kind drain, maintenance or weight
   * @param since since when
   */
  record Wish(
      Kind kind,
      @Nullable Integer weight,
      String by,
      @Nullable String why,
      boolean forced,
      Instant since) {}

  void heard(CommandRequested asked, Instant at) {
    switch (asked.kind()) {
      case DRAIN, UNDRAIN, MAINTENANCE, READY -> put(modes, asked, at);
      case WEIGHT -> put(weights, asked, at);
      case HANDOVER, UNDO -> {}
    }
  }

  private static void put(Map<String, Wish> wishes, CommandRequested asked, Instant at) {
    Wish before = wishes.get(asked.target());
    boolean late = before != null && at.isBefore(before.since());
    if (!late && (before != null || wishes.size() < MOST)) {
      wishes.put(
          asked.target(),
          new Wish(asked.kind(), asked.weight(), asked.by(), asked.why(), asked.force(), at));
    }
  }

  /** What is wanted of a node beyond the usual. */
  Optional<Wish> of(String node) {
    Wish mode = modes.get(node);
    if (mode != null && (mode.kind() == Kind.DRAIN || mode.kind() == Kind.MAINTENANCE)) {
      return Optional.of(mode);
    }
    return Optional.ofNullable(weights.get(node));
  }
}
