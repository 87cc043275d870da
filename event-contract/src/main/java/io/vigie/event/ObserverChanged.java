package io.vigie.event;

import java.util.List;

/**
 * An observer began or ceased to doubt itself.
 *
 * @param observer the balancer host that observes
 * @param state clear or impaired
 * @param reason why, for people
 * @param lost the targets lost within one detection window, sorted; empty when clear
 */
public record ObserverChanged(
    String observer, ObserverState state, String reason, List<String> lost) implements Event {

  public ObserverChanged {
    reason = Brief.of(reason);
    lost = List.copyOf(lost);
  }

  @Override
  public String subject() {
    return observer;
  }

  /** Whether an observer trusts its own eyes. */
  public enum ObserverState implements Wire {
    CLEAR,
    IMPAIRED
  }
}
