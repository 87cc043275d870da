package io.vigie.kit.config;

import java.util.Arrays;
import java.util.Optional;

/** Vigie's services: their names for people, and the names they sign their events with. */
public enum ServiceName {
  HEALTH("health", "health-service"),
  LB("lb", "lb-service"),
  VRRP("vrrp", "vrrp-service"),
  STORAGE("storage", "storage-watcher"),
  DB("db", "db-watcher"),
  CONSOLE("console", "console");

  private final String brief;
  private final String wire;

  ServiceName(String brief, String wire) {
    this.brief = brief;
    this.wire = wire;
  }

  /** The name on the command line and under {@code management.ports}: {@code health}. */
  public String brief() {
    return brief;
  }

  /** The name in event sources: {@code health-service}. */
  public String wire() {
    return wire;
  }

  /** The service with this brief name. */
  public static Optional<ServiceName> ofBrief(String brief) {
    return Arrays.stream(values()).filter(name -> name.brief.equals(brief)).findFirst();
  }

  /** The service with this name on the wire. */
  public static Optional<ServiceName> ofWire(String wire) {
    return Arrays.stream(values()).filter(name -> name.wire.equals(wire)).findFirst();
  }
}
