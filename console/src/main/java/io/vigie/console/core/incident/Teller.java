package io.vigie.console.core.incident;

import io.vigie.console.core.incident.Telling.Beat;
import io.vigie.event.Envelope;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.Incident;
import io.vigie.event.Incident.Delays;
import io.vigie.event.Incident.IncidentState;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.event.VipMoved;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes an incident of a story and its events, in words and numbers. */
final class Teller {

  /** Samples of traffic are told after the seconds they are of. */
  private static final long AROUND_MILLIS = 2_000;

  private final Story story;
  private final Telling telling;
  private final Losses losses;
  private final boolean watched;
  private final Map<String, Long> afters = new HashMap<>();

  /**
   * A teller.
   *
   * @param events all that belong to the story
   * @param watched whether any observer watches a frontend
   */
  Teller(Story story, Collection<Envelope> events, Losses losses, boolean watched) {
    this.story = story;
    this.telling = new Telling(events);
    this.losses = losses;
    this.watched = watched;
    telling.beats().forEach(beat -> afters.put(beat.envelope().id(), beat.afterMillis()));
  }

  /**
   * Tells it, without its steps.
   *
   * @param failuresBefore how many connections were known to have failed, from a time whose samples
   *     are no more
   */
  Incident tell(long failuresBefore) {
    List<Beat> beats = telling.beats();
    Beat first = beats.getFirst();
    boolean over = story.endMillis() != Episode.OPEN;
    Long whole = over ? wholeMillis() : null;
    Instant opened = first.envelope().time();
    Delays delays = delays(over);
    long failures = Math.max(failuresBefore, failures(first.envelope()));
    Long lost = lostMillis();
    Plot plot = Plot.of(story.episodes());
    String closedAt = whole == null ? null : opened.plusMillis(whole).toString();
    return new Incident(
        story.id(),
        over ? IncidentState.CLOSED : IncidentState.OPEN,
        plot.title(),
        new Summary(plot, opened, whole, delays, lost, failures, beats).text(),
        opened.toString(),
        closedAt,
        whole,
        subjects(),
        plot.flaps(),
        beats.size(),
        lost,
        failures,
        delays,
        beats.size(),
        List.of(),
        null);
  }

  /** From the first event to the last that ended something. */
  private long wholeMillis() {
    long end =
        story.episodes().stream()
            .mapToLong(episode -> after(episode.last().envelope()))
            .max()
            .orElseThrow();
    return Math.max(0, end);
  }

  private long after(Envelope envelope) {
    return afters.getOrDefault(envelope.id(), 0L);
  }

  private Delays delays(boolean over) {
    return new Delays(
        first(
            e ->
                e.event() instanceof NodeChanged node
                    && node.status() == NodeStatus.DOWN
                    && !node.impaired()),
        backendOut(),
        longest(e -> e.event() instanceof VipMoved moved ? moved.gapMillis() : null),
        first(e -> e.event() instanceof NodeAtRisk risk && risk.risk() == NodeAtRisk.Risk.AT_RISK),
        over ? ended(Trouble.VOLUME_HURT) : null,
        longest(
            e ->
                e.event() instanceof FailoverChanged failover
                        && failover.kind() == FailoverKind.FAILOVER
                    ? failover.outageMillis()
                    : null),
        over ? ended(Trouble.DATABASE_HURT) : null);
  }

  /** A balancer measures by itself how long it took from hearing the cause. */
  private @Nullable Long backendOut() {
    for (Beat beat : telling.beats()) {
      if (beat.envelope().event() instanceof ServerChanged server
          && (server.state() == ServerState.DOWN || server.state() == ServerState.EJECTED)) {
        String cause = beat.envelope().fact().causationId();
        Long heard = cause == null ? null : afters.get(cause);
        return heard != null && beat.clock() == null
            ? Long.valueOf(heard + server.decisionMillis())
            : Long.valueOf(beat.afterMillis());
      }
    }
    return null;
  }

  private @Nullable Long first(Predicate<Envelope> what) {
    return telling.beats().stream()
        .filter(beat -> what.test(beat.envelope()))
        .map(Beat::afterMillis)
        .findFirst()
        .orElse(null);
  }

  /** What is measured of an event. */
  @FunctionalInterface
  private interface Measure {
    @Nullable Long of(Envelope envelope);
  }

  private @Nullable Long longest(Measure measure) {
    Long longest = null;
    for (Beat beat : telling.beats()) {
      Long one = measure.of(beat.envelope());
      if (one != null && (longest == null || one > longest)) {
        longest = one;
      }
    }
    return longest;
  }

  private @Nullable Long ended(Trouble trouble) {
    return story.episodes().stream()
        .filter(episode -> episode.first().sign().trouble() == trouble && episode.opens())
        .map(episode -> after(episode.last().envelope()))
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private long failures(Envelope first) {
    long end = story.endMillis();
    return losses.between(
        first.time().toEpochMilli() - AROUND_MILLIS,
        end == Episode.OPEN ? end : end + AROUND_MILLIS);
  }

  /** How long some frontend was not reached by some observer; null if none looks. */
  private @Nullable Long lostMillis() {
    List<Episode> lost =
        story.episodes().stream()
            .filter(episode -> episode.first().sign().trouble() == Trouble.FRONTEND_LOST)
            .toList();
    long until = telling.beats().getLast().afterMillis();
    long total = 0;
    long covered = 0;
    for (Episode episode : lost) { // in the order of their beginning
      long from = Math.max(covered, after(episode.first().envelope()));
      long to = episode.isOver() ? after(episode.last().envelope()) : until;
      total += Math.max(0, to - from);
      covered = Math.max(covered, to);
    }
    return watched ? total : null;
  }

  private List<String> subjects() {
    Set<String> subjects = new LinkedHashSet<>();
    story.episodes().stream()
        .map(Episode::first)
        .filter(word -> word.sign().trouble() != Trouble.SERVER_OUT) // its node says it
        .sorted(Comparator.comparing((Word word) -> word.sign().trouble()))
        .forEach(word -> subjects.add(word.sign().subject()));
    return subjects.stream().limit(Incident.MOST_SUBJECTS).toList();
  }
}
