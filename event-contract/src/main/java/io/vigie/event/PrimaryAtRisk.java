package io.vigie.event;

import org.jspecify.annotations.Nullable;

/**
 * The node of a database's primary is down, before its operator has noticed; or no longer at risk.
 *
 * @param cluster the database: {@code db/pg-main}
 * @param alarm whether it is so
 * @param primary the instance that is at risk
 * @param node where it is; none where that is not known
 * @param standbysReady standbys on other nodes that could take over
 * @param lossless whether a failover now provably loses no committed transaction
 * @param losslessBasis what that is concluded from, in words
 */
public record PrimaryAtRisk(
    String cluster,
    boolean alarm,
    String primary,
    @Nullable String node,
    int standbysReady,
    boolean lossless,
    String losslessBasis)
    implements Event {

  @Override
  public String subject() {
    return cluster;
  }
}
