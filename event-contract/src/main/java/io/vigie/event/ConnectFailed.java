package io.vigie.event;

/**
 * A connect to a server failed on live traffic. Told at most once a second per server: it asks the
 * observer for a probe at once.
 *
 * @param pool the pool, as named in the configuration
 * @param server the server: the node it runs on
 * @param address the {@code host:port} that failed
 * @param result {@link CheckResult#L4CON} or {@link CheckResult#L4TOUT}
 * @param consecutive failures in a row so far, at least 1
 */
public record ConnectFailed(
    String pool,
    String server,
    String address,
    CheckResult result,
    @Bounds(least = 1) int consecutive)
    implements Event {

  @Override
  public String subject() {
    return pool + "/" + server;
  }
}
