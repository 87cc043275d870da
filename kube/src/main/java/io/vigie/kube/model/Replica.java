package io.vigie.kube.model;

/**
 * {@code longhorn.io/v1beta2 Replica}.
 *
 * @param key {@code metadata.name}
 * @param volume {@code spec.volumeName}
 * @param node {@code spec.nodeID}; empty if not placed
 * @param active {@code spec.active}
 * @param failedAt {@code spec.failedAt}
 * @param healthyAt {@code spec.healthyAt}: cleared before each rebuild
 * @param lastFailedAt {@code spec.lastFailedAt}: never cleared
 * @param lastHealthyAt {@code spec.lastHealthyAt}: never cleared
 * @param retries {@code spec.rebuildRetryCount}: not 0 while it is to be rebuilt
 * @param running whether {@code status.currentState} is {@code running}
 * @param trouble condition {@code RebuildFailed}
 * @param deleting whether {@code metadata.deletionTimestamp} is set
 */
public record Replica(
    String key,
    String volume,
    String node,
    boolean active,
    String failedAt,
    String healthyAt,
    String lastFailedAt,
    String lastHealthyAt,
    int retries,
    boolean running,
    Condition trouble,
    boolean deleting)
    implements Kubernetes {

  /**
   * Whether a volume could live on it alone, for all Longhorn knows (isSafeAsLastReplica). It may
   * be on a node that is down: a detached volume's replicas do not fail.
   */
  public boolean isSafe() {
    return active
        && !deleting
        && failedAt.isEmpty()
        && !healthyAt.isEmpty()
        && (lastFailedAt.isEmpty() || lastHealthyAt.compareTo(lastFailedAt) > 0);
  }

  /** Whether Longhorn is filling it, or wants to (isRebuildingReplica). */
  public boolean isRebuilding() {
    return active && !deleting && retries != 0 && healthyAt.isEmpty() && failedAt.isEmpty();
  }

  /** Whether it had all data before: a rebuild copies what changed since. */
  public boolean isReused() {
    return !lastHealthyAt.isEmpty();
  }
}
