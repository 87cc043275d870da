package io.vigie.kube.model;

import java.util.List;
import java.util.Map;

/**
 * {@code postgresql.cnpg.io/v1 Cluster}: one database.
 *
 * @param key {@code namespace/name}
 * @param instances {@code spec.instances}
 * @param ready {@code status.readyInstances}
 * @param names {@code status.instanceNames}
 * @param primary {@code status.currentPrimary}; empty before the first
 * @param primarySince {@code status.currentPrimaryTimestamp}
 * @param target {@code status.targetPrimary}, or {@link #PENDING}
 * @param targetSince {@code status.targetPrimaryTimestamp}
 * @param failingSince {@code status.currentPrimaryFailingSinceTimestamp}
 * @param timeline {@code status.timelineID}
 * @param phase {@code status.phase}: free text, never decides
 * @param healthy {@code status.instancesStatus.healthy}
 * @param reported {@code status.instancesReportedState[*].isPrimary}
 * @param sync how commits are replicated
 * @param fenced annotation {@code cnpg.io/fencedInstances}; {@code *} for all
 * @param hibernated annotation or condition {@code cnpg.io/hibernation}
 * @param reconciled false if annotation {@code cnpg.io/reconciliationLoop} is {@code disabled}
 * @param archiving condition {@code ContinuousArchiving}
 * @param deleting whether {@code metadata.deletionTimestamp} is set
 */
public record Postgres(
    String key,
    int instances,
    int ready,
    List<String> names,
    String primary,
    String primarySince,
    String target,
    String targetSince,
    String failingSince,
    int timeline,
    String phase,
    List<String> healthy,
    Map<String, Boolean> reported,
    Sync sync,
    List<String> fenced,
    boolean hibernated,
    boolean reconciled,
    Condition archiving,
    boolean deleting)
    implements Kubernetes {

  /** The target while none is chosen. */
  public static final String PENDING = "pending";

  public Postgres {
    names = List.copyOf(names);
    healthy = List.copyOf(healthy);
    reported = Map.copyOf(reported);
    fenced = List.copyOf(fenced);
  }

  /**
   * {@code spec.postgresql.synchronous}.
   *
   * @param number {@code number}: how many standbys a commit waits for; 0 if none
   * @param required whether {@code dataDurability} is {@code required}, its default: no commit
   *     without them
   * @param quorum {@code failoverQuorum}: no failover that could lose one
   */
  public record Sync(int number, boolean required, boolean quorum) {

    /** Commits wait for nobody. */
    public static final Sync NONE = new Sync(0, false, false);
  }

  /** Whether the operator may not touch this instance. */
  public boolean isFenced(String instance) {
    return fenced.contains("*") || fenced.contains(instance);
  }
}
