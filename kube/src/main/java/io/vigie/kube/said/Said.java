package io.vigie.kube.said;

import io.vigie.event.Event;
import io.vigie.event.EventType;
import io.vigie.event.Fact;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last word of each family and subject, whoever of the watchers said it. It is all the memory
 * there is of what came before: a watcher that starts, or takes its turn, learns it from the topic.
 *
 * <p>Bounded by the topic: at most one word for each of its keys. Thread rule: one thread.
 */
public final class Said {

  private final Map<EventType, Map<String, Word>> words = new EnumMap<>(EventType.class);
  private long order;

  /**
   * One word.
   *
   * @param ref how a later event names it as its cause
   * @param order its place among all words
   */
  public record Word(Event event, Fact.Ref ref, long order) {}

  /** Knows no word. */
  public Said() {}

  /** Takes in a word: the last one of its family and subject from now on. */
  public void put(Event event, Fact.Ref ref) {
    words
        .computeIfAbsent(EventType.of(event), _ -> new HashMap<>())
        .put(event.subject(), new Word(event, ref, ++order));
  }

  /** Forgets the last word of a family on a subject that has ended. */
  public void forget(EventType type, String subject) {
    of(type).remove(subject);
  }

  /** The last word of a family on a subject. */
  public @Nullable Word word(EventType type, String subject) {
    return of(type).get(subject);
  }

  /** The last event of a record type on a subject. */
  public <T extends Event> @Nullable T last(Class<T> type, EventType family, String subject) {
    Word word = word(family, subject);
    return word != null && type.isInstance(word.event()) ? type.cast(word.event()) : null;
  }

  /** How the last word names itself as a cause. */
  public Fact.@Nullable Ref ref(EventType type, String subject) {
    Word word = word(type, subject);
    return word == null ? null : word.ref();
  }

  /** All events of a record type. */
  public <T extends Event> Stream<T> all(Class<T> type) {
    return words.entrySet().stream()
        .filter(family -> type.isAssignableFrom(family.getKey().record()))
        .flatMap(family -> family.getValue().values().stream())
        .map(Word::event)
        .filter(type::isInstance)
        .map(type::cast);
  }

  private Map<String, Word> of(EventType type) {
    Map<String, Word> some = words.get(type);
    return some == null ? new HashMap<>() : some;
  }
}
