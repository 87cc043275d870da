package io.vigie.vrrp.core;

import java.util.List;

/** What a step makes: the next state, and what is to be done, in this order. */
public record Step(State next, List<Effect> effects) {
  public Step {
    effects = List.copyOf(effects);
  }
}
