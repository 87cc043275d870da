package io.vigie.console.core.incident;

import io.vigie.console.core.incident.Telling.Beat;
import io.vigie.event.Envelope;
import io.vigie.event.Incident;
import io.vigie.event.Incident.Step;
import io.vigie.event.words.Words;
import java.util.ArrayList;
import java.util.List;

/** The steps of an incident, for those who want to see them. */
final class Steps {

  private Steps() {}

  /** An incident with its steps, the first and the last of them if there are more than so many. */
  static Incident with(Incident incident, Telling telling, int most) {
    List<Beat> beats = telling.beats();
    List<Step> steps = new ArrayList<>();
    int head = beats.size() <= most ? beats.size() : most - most / 2;
    int tail = beats.size() <= most ? 0 : most / 2;
    beats.subList(0, head).forEach(beat -> steps.add(step(beat)));
    beats.subList(beats.size() - tail, beats.size()).forEach(beat -> steps.add(step(beat)));
    return incident.withSteps(steps);
  }

  private static Step step(Beat beat) {
    Envelope event = beat.envelope();
    Words words = Words.of(event.event());
    return new Step(
        event.id(),
        event.type().wire(),
        event.event().subject(),
        event.source(),
        event.time().toString(),
        words.text(),
        words.tone(),
        event.fact().causationId(),
        beat.afterMillis(),
        beat.clock());
  }
}
