package io.vigie.health.core;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Which target is next, and when. An entry is stale once its target is due at another time. */
final class Schedule {

  private record Slot(long dueNanos, TargetState state) {}

  private final PriorityQueue<Slot> slots =
      new PriorityQueue<>((a, b) -> Long.signum(a.dueNanos() - b.dueNanos()));

  void add(TargetState state) {
    slots.add(new Slot(state.dueNanos, state));
  }

  /** Takes the next target that is due by {@code now}, or null. */
  @Nullable TargetState takeDue(long now) {
    dropStale();
    Slot first = slots.peek();
    if (first == null || first.dueNanos() - now > 0) {
      return null;
    }
    slots.poll();
    return first.state();
  }

  /** When the next is due, or {@code otherwise} if none is before that. */
  long nextNanos(long otherwise) {
    dropStale();
    Slot first = slots.peek();
    return first == null || first.dueNanos() - otherwise > 0 ? otherwise : first.dueNanos();
  }

  void clear() {
    slots.clear();
  }

  private void dropStale() {
    for (Slot first = slots.peek(); first != null; first = slots.peek()) {
      if (!first.state().probing && first.state().dueNanos == first.dueNanos()) {
        return;
      }
      slots.poll();
    }
  }
}
