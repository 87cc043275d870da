package io.vigie.health.core;

import io.vigie.event.Fact;

/** What a {@link Watch} wants done, in order. */
public sealed interface Effect {

  /** Start a probe; its end is to be told with {@link Input.Probed}. */
  record Probe(Target target) implements Effect {}

  /** Tell everybody. */
  record Publish(Fact fact) implements Effect {}
}
