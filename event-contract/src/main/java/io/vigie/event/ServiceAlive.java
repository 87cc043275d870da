package io.vigie.event;

/**
 * A service says that it is there, every 2 s.
 *
 * @param host the balancer host it runs on
 * @param service its name, such as {@code health-service}
 * @param version the software version
 * @param upMillis for how long it has been running
 */
public record ServiceAlive(String host, String service, String version, long upMillis)
    implements Event {

  @Override
  public String subject() {
    return host + "/" + service;
  }
}
