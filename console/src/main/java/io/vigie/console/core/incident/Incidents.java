package io.vigie.console.core.incident;

import io.vigie.event.Envelope;
import io.vigie.event.Fact;
import io.vigie.event.FrontendChanged;
import io.vigie.event.HourMeasured;
import io.vigie.event.Incident;
import io.vigie.event.IncidentClosed;
import io.vigie.event.IncidentOpened;
import io.vigie.event.IncidentUpdated;
import io.vigie.event.ServiceAlive;
import io.vigie.event.TrafficSampled;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All events, folded into incidents. What it answers depends on which events it heard, not on their
 * order, nor on how often each came: it keeps them by thing and by chain of causes, and tells the
 * stories they belong to anew where something came to them.
 *
 * <p>Bounded: beyond {@value #MOST_WORDS} events those that are over since longest are forgotten,
 * and of their incidents only the outline is kept, of the last {@value #MOST_ARCHIVED}.
 *
 * <p>Pure. Thread rule: one thread.
 */
public final class Incidents {

  /** The most events that are kept. */
  public static final int MOST_WORDS = 150_000;

  /** The most incidents whose events are no more. */
  public static final int MOST_ARCHIVED = 2_000;

  /** How far from a story an event of its chain may be, in ms: clocks differ, and old is retold. */
  private static final long STRAY_MILLIS = 3_600_000;

  private static final Comparator<Incident> NEWEST_FIRST =
      Comparator.comparing(Incident::openedAt).thenComparing(Incident::id).reversed();

  private final Signs signs;
  private final Archive archive = new Archive(MOST_ARCHIVED);
  private final Map<String, History> histories = new HashMap<>();
  private final Map<String, List<Envelope>> chains = new HashMap<>();
  private final Links links = new Links();
  private final Losses losses = new Losses();
  private final Set<String> ids = new HashSet<>();

  /** The incidents there are now, by their names. */
  private final Map<String, Story> stories = new HashMap<>();

  private final Set<History> stale = new LinkedHashSet<>();
  private boolean watched;
  private long newestMillis = Long.MIN_VALUE;
  private long forgotten;

  /** Nothing heard yet. */
  public Incidents(Places places) {
    signs = new Signs(places);
  }

  /** Takes an event in; whether it was new. */
  public boolean heard(Envelope envelope) {
    switch (envelope.event()) {
      case ServiceAlive _, HourMeasured _ -> {
        return false;
      }
      case IncidentOpened told -> recall(told.incident());
      case IncidentUpdated told -> recall(told.incident());
      case IncidentClosed told -> recall(told.incident());
      case TrafficSampled sample -> traffic(envelope, sample);
      default -> {
        return take(envelope);
      }
    }
    return true;
  }

  /** All incidents, the newest first. Their steps are not told. */
  public List<Incident> all() {
    settle();
    List<Incident> all = new ArrayList<>();
    for (Incident old : archive.all()) {
      if (old.mergedInto() == null && !ids.contains(old.id())) {
        all.add(old);
      }
    }
    stories.values().forEach(story -> all.add(told(story)));
    all.sort(NEWEST_FIRST);
    return all;
  }

  /** Those that are not over, the newest first. Their steps are not told. */
  public List<Incident> open() {
    settle();
    return stories.values().stream()
        .filter(story -> story.endMillis() == Episode.OPEN)
        .map(this::told)
        .sorted(NEWEST_FIRST)
        .toList();
  }

  /**
   * One incident, with its steps.
   *
   * @param mostSteps the most of them; the first and the last are told if there are more
   */
  public Optional<Incident> incident(String id, int mostSteps) {
    settle();
    Story story = stories.get(id);
    return story == null
        ? archive.of(id).filter(old -> old.mergedInto() != null || !ids.contains(id))
        : Optional.of(Steps.with(told(story), new Telling(events(story)), mostSteps));
  }

  /** The incident that an event belongs to. */
  public Optional<String> incidentOf(Envelope envelope) {
    settle();
    return links.ofChain(envelope.fact().correlationId()).stream()
        .map(Episode::story)
        .filter(story -> story != null && story.isIncident())
        .map(Story::id)
        .sorted()
        .findFirst();
  }

  /** How many events are kept. */
  public int words() {
    return ids.size();
  }

  /** How many were forgotten for want of room. */
  public long forgotten() {
    return forgotten;
  }

  /** By name, what each is now; the same object as before where nothing came to it. */
  Map<String, Incident> outlines() {
    settle();
    Map<String, Incident> outlines = new LinkedHashMap<>();
    stories.forEach((id, story) -> outlines.put(id, told(story)));
    return outlines;
  }

  /** Whether an event is kept. */
  boolean knows(String eventId) {
    return ids.contains(eventId);
  }

  /** The incident that an event is part of now. */
  Optional<String> incidentWith(String eventId) {
    settle();
    return stories.values().stream()
        .filter(story -> events(story).stream().anyMatch(event -> event.id().equals(eventId)))
        .map(Story::id)
        .sorted()
        .findFirst();
  }

  /** The last event of an incident, as the cause of what is told of it; null if it is no more. */
  Fact.@Nullable Ref cause(String id) {
    Story story = stories.get(id);
    return story == null ? null : new Telling(events(story)).beats().getLast().envelope().ref();
  }

  private boolean take(Envelope envelope) {
    if (!ids.add(envelope.id())) {
      return false;
    }
    watched |= envelope.event() instanceof FrontendChanged;
    newestMillis = Math.max(newestMillis, envelope.time().toEpochMilli());
    chains.computeIfAbsent(envelope.fact().correlationId(), _ -> new ArrayList<>(2)).add(envelope);
    Sign sign = signs.of(envelope);
    if (sign != null) {
      History history = histories.computeIfAbsent(sign.thread(), _ -> new History(sign.ownVoice()));
      history.add(Word.of(envelope, sign), this::drop);
      stale.add(history);
    }
    links.ofChain(envelope.fact().correlationId()).stream()
        .findFirst() // a chain is of one story
        .ifPresent(Incidents::retell);
    if (ids.size() > MOST_WORDS) {
      shed();
    }
    return true;
  }

  /** The episode's story is to be told anew. */
  private static void retell(Episode episode) {
    Story story = episode.story();
    if (story != null) {
      story.tells(null);
    }
  }

  private void drop(Word word) {
    Envelope envelope = word.envelope();
    ids.remove(envelope.id());
    String chain = envelope.fact().correlationId();
    List<Envelope> others = chains.get(chain);
    if (others != null) {
      others.removeIf(other -> other.id().equals(envelope.id()));
      if (others.isEmpty()) {
        chains.remove(chain);
      }
    }
  }

  private void traffic(Envelope envelope, TrafficSampled sample) {
    if (losses.heard(envelope, sample)) {
      long at = envelope.time().toEpochMilli();
      stories.values().stream()
          .filter(
              story -> at >= story.startMillis() && at - Links.AGAIN_MILLIS <= story.endMillis())
          .forEach(story -> story.tells(null));
    }
  }

  /** What was told of an incident before, perhaps by another console, from what is no more. */
  private void recall(Incident incident) {
    Story story = stories.get(incident.id());
    if (archive.recall(incident) && story != null) {
      story.tells(null);
    }
  }

  /** Joins what came into stories. */
  private void settle() {
    if (stale.isEmpty()) {
      return;
    }
    Set<Story> touched = new LinkedHashSet<>();
    Set<Episode> loose = new LinkedHashSet<>();
    for (History history : stale) {
      Set<Episode> before = new LinkedHashSet<>(history.episodes());
      Set<Episode> after = new LinkedHashSet<>(history.retell());
      for (Episode gone : before) {
        if (!after.contains(gone)) {
          links.remove(gone);
          touch(gone, touched);
        }
      }
      for (Episode come : after) {
        if (!before.contains(come)) {
          links.add(come);
          loose.add(come);
        }
      }
    }
    stale.clear();
    join(touched, loose);
  }

  private static void touch(Episode episode, Set<Story> touched) {
    Story story = episode.story();
    if (story != null) {
      touched.add(story);
    }
  }

  private void join(Set<Story> touched, Set<Episode> loose) {
    for (Story story : touched) {
      unlist(story);
      for (Episode episode : story.episodes()) {
        if (episode.story() == story && links.has(episode)) {
          loose.add(episode);
        }
      }
    }
    Set<Episode> seen = new HashSet<>();
    for (Episode start : loose) {
      if (seen.contains(start)) {
        continue;
      }
      List<Episode> members = reach(start, seen);
      members.forEach(
          member -> {
            Story was = member.story();
            if (was != null) {
              unlist(was);
            }
          });
      Story story = new Story(members);
      if (story.isIncident()) {
        stories.put(story.id(), story);
      }
    }
  }

  private void unlist(Story story) {
    if (story.isIncident() && stories.get(story.id()) == story) {
      stories.remove(story.id());
    }
  }

  /** All that is joined to an episode, through whomever. */
  private List<Episode> reach(Episode start, Set<Episode> seen) {
    List<Episode> members = new ArrayList<>();
    Set<List<Episode>> followed = Collections.newSetFromMap(new IdentityHashMap<>());
    members.add(start);
    seen.add(start);
    for (int i = 0; i < members.size(); i++) {
      Episode member = members.get(i);
      for (String name : member.links()) {
        List<Episode> joined = links.joined(member, name);
        if (!followed.add(joined)) {
          continue;
        }
        for (Episode other : joined) {
          if (seen.add(other)) {
            members.add(other);
          }
        }
      }
    }
    return members;
  }

  private Incident told(Story story) {
    Incident told = story.told();
    if (told == null) {
      told = new Teller(story, events(story), losses, watched).tell(archive.failures(story.id()));
      story.tells(told);
    }
    return told;
  }

  /** What its episodes say, and the rest of the chains these belong to. */
  private Collection<Envelope> events(Story story) {
    Map<String, Envelope> events = new LinkedHashMap<>();
    Set<String> correlations = new LinkedHashSet<>();
    long last = Long.MIN_VALUE;
    for (Episode episode : story.episodes()) {
      for (Word word : episode.words()) {
        events.put(word.id(), word.envelope());
        correlations.add(word.envelope().fact().correlationId());
        last = Math.max(last, word.atMillis());
      }
    }
    boolean open = story.endMillis() == Episode.OPEN;
    long from = story.startMillis() - STRAY_MILLIS;
    long to = open ? Episode.OPEN : last + STRAY_MILLIS;
    for (String correlation : correlations) {
      for (Envelope envelope : chains.getOrDefault(correlation, List.of())) {
        long at = envelope.time().toEpochMilli();
        if (at >= from && at <= to) {
          events.put(envelope.id(), envelope);
        }
      }
    }
    return events.values();
  }

  /** Forgets the older half of the time there is, but for what is not over. */
  private void shed() {
    settle();
    long[] times =
        chains.values().stream()
            .flatMap(List::stream)
            .mapToLong(envelope -> envelope.time().toEpochMilli())
            .sorted()
            .toArray();
    long before = Math.min(times[times.length / 4], newestMillis - Links.AGAIN_MILLIS);
    for (Story story : List.copyOf(stories.values())) {
      if (story.endMillis() < before) {
        archive.keep(told(story));
        unlist(story);
      }
    }
    int had = ids.size();
    histories.values().forEach(history -> history.forget(before, this::drop));
    stale.addAll(histories.values());
    histories.values().removeIf(history -> history.words().isEmpty());
    Set<String> kept = new HashSet<>();
    histories.values().forEach(h -> h.words().forEach(word -> kept.add(word.id())));
    chains
        .values()
        .removeIf(
            chain -> {
              chain.removeIf(
                  envelope ->
                      envelope.time().toEpochMilli() < before
                          && !kept.contains(envelope.id())
                          && ids.remove(envelope.id()));
              return chain.isEmpty();
            });
    forgotten += had - ids.size();
  }
}
