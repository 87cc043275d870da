package io.vigie.console.core.picture;

import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.EventType;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The last words: per type, subject and who speaks. At most {@value #MOST_SUBJECTS} subjects of a
 * type, more are not taken in.
 *
 * <p>Thread rule: one thread.
 */
final class Words {

  /** Of each type. */
  static final int MOST_SUBJECTS = 10_000;

  private final Map<Class<?>, Map<String, Map<String, Said<?>>>> words = new HashMap<>();
  private long refused;

  /** Takes in one event, which is later than all before of the same key. */
  void heard(Envelope envelope, boolean fresh, long now) {
    put(envelope.event(), envelope, fresh, now);
  }

  @SuppressWarnings("unchecked") // what lies below a class is of it
  private <E extends Event> void put(E event, Envelope envelope, boolean fresh, long now) {
    Map<String, Map<String, Said<?>>> subjects =
        words.computeIfAbsent(event.getClass(), _ -> new TreeMap<>());
    if (!subjects.containsKey(event.subject()) && subjects.size() >= MOST_SUBJECTS) {
      refused++;
      return;
    }
    Map<String, Said<?>> voices = subjects.computeIfAbsent(event.subject(), _ -> new TreeMap<>());
    String voice = EventType.of(event).topic().oneVoice() ? envelope.service() : envelope.host();
    Optional<Said<E>> before = Optional.ofNullable((Said<E>) voices.get(voice));
    voices.put(voice, Said.of(event, envelope, before, fresh, now));
  }

  /** Forgets what was said on a subject. */
  void forget(Class<? extends Event> kind, String subject) {
    Map<String, Map<String, Said<?>>> subjects = words.get(kind);
    if (subjects != null) {
      subjects.remove(subject);
    }
  }

  /** How many events were of a subject too many. */
  long refused() {
    return refused;
  }

  /** What everybody says on a subject, by who speaks. */
  <E extends Event> List<Said<E>> on(Class<E> kind, String subject) {
    Map<String, Said<?>> voices =
        words.getOrDefault(kind, Map.of()).getOrDefault(subject, Map.of());
    return voices.values().stream().map(Words::<E>typed).toList();
  }

  /** What one says on a subject. */
  <E extends Event> Optional<Said<E>> of(Class<E> kind, String subject, String voice) {
    return Optional.ofNullable(
            words.getOrDefault(kind, Map.of()).getOrDefault(subject, Map.of()).get(voice))
        .map(Words::typed);
  }

  /** What the one who speaks for the cluster says on a subject. */
  <E extends Event> Optional<Said<E>> one(Class<E> kind, String subject) {
    return on(kind, subject).stream().findFirst();
  }

  /** All words of a kind, by subject and who speaks. */
  <E extends Event> List<Said<E>> all(Class<E> kind) {
    return words.getOrDefault(kind, Map.of()).values().stream()
        .map(Map::values)
        .flatMap(Collection::stream)
        .map(Words::<E>typed)
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static <E extends Event> Said<E> typed(Said<?> said) {
    return (Said<E>) said;
  }
}
