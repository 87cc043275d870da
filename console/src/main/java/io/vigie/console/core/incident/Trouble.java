package io.vigie.console.core.incident;

/** What can be amiss, what matters most first. */
enum Trouble {
  NODE_DOWN("node", "down"),
  BALANCER_GONE("balancer", "gone"),
  OBSERVER_IMPAIRED("balancer", "impaired"),
  SERVICE_LOST("balancer", "not serving"),
  VIP_IN_DOUBT("vip", "in doubt"),
  POOL_LOST("pool", "without a server"),
  FRONTEND_LOST("frontend", "not reached"),
  DATABASE_HURT("database", "hurt"),
  VOLUME_HURT("volume", "hurt"),
  SERVER_OUT("server", "out");

  private final String kind;
  private final String complaint;

  Trouble(String kind, String complaint) {
    this.kind = kind;
    this.complaint = complaint;
  }

  /**
   * Whether it is amiss only where all was well before: at their start things are not there yet.
   */
  boolean needsToHaveBeenWell() {
    return this == FRONTEND_LOST || this == POOL_LOST || this == SERVICE_LOST;
  }

  /** What kind of thing has it: {@code node}. */
  String kind() {
    return kind;
  }

  /** What is said of the thing: {@code down}. */
  String complaint() {
    return complaint;
  }
}
