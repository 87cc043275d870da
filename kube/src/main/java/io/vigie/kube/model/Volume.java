package io.vigie.kube.model;

/**
 * {@code longhorn.io/v1beta2 Volume}.
 *
 * @param key {@code metadata.name}
 * @param bytes {@code spec.size}
 * @param replicasWanted {@code spec.numberOfReplicas}
 * @param strictLocal whether {@code spec.dataLocality} allows one replica only, beside the engine
 * @param staleMinutes {@code spec.staleReplicaTimeout}: a failed replica is thrown away after it; 0
 *     if not set
 * @param sharded whether {@code spec.dataLayout} is one without Replica objects
 * @param migrating whether {@code spec.migrationNodeID} is set: nothing is rebuilt then
 * @param state {@code status.state}
 * @param robustness {@code status.robustness}: means something only while attached, or faulted
 * @param node {@code status.currentNodeID}, where it is attached; empty if nowhere
 * @param lastDegradedAt {@code status.lastDegradedAt}
 * @param usedBytes {@code status.actualSize}
 * @param scheduled condition {@code Scheduled}
 * @param claim {@code namespace/pvcName} of {@code status.kubernetesStatus}; empty if none
 * @param workload {@code Kind namespace/name} of what uses it now; empty if nothing does
 * @param deleting whether {@code metadata.deletionTimestamp} is set
 */
public record Volume(
    String key,
    long bytes,
    int replicasWanted,
    boolean strictLocal,
    int staleMinutes,
    boolean sharded,
    boolean migrating,
    State state,
    Robustness robustness,
    String node,
    String lastDegradedAt,
    long usedBytes,
    Condition scheduled,
    String claim,
    String workload,
    boolean deleting)
    implements Kubernetes {

  /** {@code status.state}. */
  public enum State {
    CREATING,
    ATTACHED,
    DETACHED,
    ATTACHING,
    DETACHING,
    DELETING,
    OTHER
  }

  /** {@code status.robustness}. */
  public enum Robustness {
    HEALTHY,
    DEGRADED,
    FAULTED,
    UNKNOWN
  }
}
