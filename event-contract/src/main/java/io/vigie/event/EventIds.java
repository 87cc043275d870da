package io.vigie.event;

/** Where new event ids come from: UUIDv7 in the services, counted ones in tests. */
@FunctionalInterface
public interface EventIds {

  /** A new id, never given before. */
  String next();
}
