package io.vigie.kit.news;

/**
 * What a service does with news. Called on the service's own Vert.x context, one call at a time.
 */
public interface Reader {

  /** An event, once, in order per source and key. */
  void heard(Heard news);

  /**
   * A service on this host is there: its local link was opened, or pinged (every 200 ms).
   *
   * @param service such as {@code health-service}
   */
  default void linkAlive(String service) {}

  /** The local link to a service ended: the process is gone, or three pings are missing. */
  default void linkLost(String service) {}
}
