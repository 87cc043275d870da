package io.vigie.event;

import java.util.Collection;

/** What is held of a node or of a check of it, after all who count have been heard. */
public enum Standing implements Wire {
  /** Every check passes. */
  UP,
  /** Some check fails, some passes. */
  DEGRADED,
  /** Checks pass, but it went down too often lately. */
  FLAPPING,
  /** Everybody who counts says that every check fails. */
  DOWN,
  /** Some say down, others not: to be shown, and to set nothing at risk. */
  DISPUTED,
  /** Nobody counts. Whoever acts on it keeps what he has. */
  UNKNOWN;

  /** What several observers hold together. */
  static Standing together(Collection<Standing> each) {
    if (each.isEmpty()) {
      return UNKNOWN;
    }
    Standing worst = UP;
    for (Standing one : each) {
      worst = one.compareTo(worst) > 0 ? one : worst;
    }
    boolean agreed = each.stream().allMatch(DOWN::equals);
    return worst == DOWN && !agreed ? DISPUTED : worst;
  }

  static Standing of(NodeChanged.NodeStatus status) {
    return switch (status) {
      case UP -> UP;
      case DEGRADED -> DEGRADED;
      case FLAPPING -> FLAPPING;
      case DOWN -> DOWN;
    };
  }

  static Standing of(CheckChanged.CheckStatus status) {
    return switch (status) {
      case UP -> UP;
      case DOWN -> DOWN;
    };
  }
}
