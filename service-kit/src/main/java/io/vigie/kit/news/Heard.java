package io.vigie.kit.news;

import io.vigie.event.Envelope;

/**
 * One event as it reached a reader: the first copy of it, in order per source and key.
 *
 * @param envelope the event
 * @param fresh whether it may cause effects: neither from the start-up fold nor older than 30 s
 * @param path how this copy came
 */
public record Heard(Envelope envelope, boolean fresh, Path path) {

  /** The ways an event can come. */
  public enum Path {
    LINK,
    KAFKA
  }
}
