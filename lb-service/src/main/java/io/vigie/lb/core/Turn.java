package io.vigie.lb.core;

import io.vigie.event.Event;
import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One step of a {@link Director}: what time it is, and what is to be done so far. */
final class Turn {

  final RandomGenerator random;
  final Alarms alarms = new Alarms();

  /** On the director's clock, in nanoseconds. */
  long now;

  /** Whether the own observer doubts itself: nothing is ejected or closed. */
  boolean impaired;

  /** Whether changes without fresh cause are told, too: history is folded. */
  boolean announced;

  /** Who answers commands: {@code lb-1/lb-service}. */
  final String service;

  private final EventIds ids;
  private List<Effect> effects = new ArrayList<>();

  Turn(String service, EventIds ids, RandomGenerator random, long now) {
    this.service = service;
    this.ids = ids;
    this.random = random;
    this.now = now;
  }

  void emit(Effect effect) {
    effects.add(effect);
  }

  /** Publishes a fact, and says how later ones name it as their cause. */
  Fact.Ref publish(Event event, Fact.@Nullable Ref cause) {
    Fact fact = Fact.of(ids.next(), event, cause);
    effects.add(new Effect.Publish(fact));
    return fact.ref();
  }

  /** The same, once those who were connected have been told what it says. */
  void publishAfterEnds(Event event, Fact.Ref cause) {
    effects.add(new Effect.PublishAfterEnds(Fact.of(ids.next(), event, cause)));
  }

  /** The effects since the last call. */
  List<Effect> done() {
    if (effects.isEmpty()) {
      return List.of();
    }
    List<Effect> done = effects;
    effects = new ArrayList<>(4);
    return done;
  }
}
