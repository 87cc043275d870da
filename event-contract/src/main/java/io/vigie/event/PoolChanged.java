package io.vigie.event;

/**
 * A pool gained or lost the means to serve.
 *
 * @param pool the pool, as named in the configuration
 * @param state what it is now
 * @param usable servers that take new connections
 * @param servers servers configured
 */
public record PoolChanged(String pool, PoolState state, int usable, int servers) implements Event {

  @Override
  public String subject() {
    return pool;
  }

  /** How well a pool serves. */
  public enum PoolState implements Wire {
    /** Every server takes connections; of a pool that follows a primary, the primary's. */
    HEALTHY,
    /** Some server is out. */
    DEGRADED,
    /** No server is well: connections go to whichever might answer. */
    FAILING_OPEN,
    /** No server may be used: connections are refused at once. */
    REFUSING
  }
}
