package io.vigie.health.core;

import io.vigie.event.Fact;

/** What can happen to a {@link Watch}. */
public sealed interface Input {

  /** A timer fired, perhaps early or late. */
  record Tick() implements Input {}

  /** A probe ended. */
  record Probed(Target target, long startedNanos, Outcome outcome) implements Input {}

  /** Live traffic could not connect to a node's server in a pool. */
  record ConnectFailed(String node, String pool, Fact.Ref cause) implements Input {}

  /** The observer itself is not well: its loop stood still, or its link is down. */
  record Unwell(String reason) implements Input {}

  /** It is well again, as far as it can tell by itself. */
  record Well() implements Input {}

  /** There is something else to watch from now on. */
  record Replanned(Plan plan) implements Input {}
}
