package io.vigie.event;

/**
 * A server of a pool entered or left service.
 *
 * @param pool the pool, as named in the configuration
 * @param server the server: the node it runs on
 * @param state what it is now
 * @param was what it was before
 * @param cause why, for people, such as {@code node down} or {@code 3 connects failed}
 * @param sessionsClosed how many sessions were closed with it
 * @param decisionMillis from hearing the cause to having acted on it
 */
public record ServerChanged(
    String pool,
    String server,
    ServerState state,
    ServerState was,
    String cause,
    int sessionsClosed,
    long decisionMillis)
    implements Event {

  public ServerChanged {
    cause = Brief.of(cause);
  }

  @Override
  public String subject() {
    return pool + "/" + server;
  }

  /** What a server does for its pool. */
  public enum ServerState implements Wire {
    /** Takes new connections. */
    ACTIVE,
    /** Takes new connections at a growing share of its weight. */
    SLOW_START,
    /** Left out after connect failures on live traffic, until its back-off ends. */
    EJECTED,
    /** Its checks or its node are down. */
    DOWN,
    /** Passes its checks, left out by flap damping. */
    SUPPRESSED,
    /** Of a pool that follows a primary, and not where that is: takes no connections. */
    STANDBY,
    /** An operator wants no new connections; old ones finish. */
    DRAINING,
    /** An operator took it out; its sessions were closed. */
    MAINTENANCE
  }
}
