package io.vigie.kit.news;

import io.vigie.event.Envelope;
import io.vigie.event.Fact;

/**
 * Where a service writes what it knows.
 *
 * <p>Thread rule: called on the service's own Vert.x context only. Never blocks, never fails: what
 * cannot be kept is counted and reported.
 */
public interface Journal {

  /**
   * Gives the fact its place and time, and hands it to the spool and the local link.
   *
   * @return the event as others will see it
   */
  Envelope publish(Fact fact);
}
