package io.vigie.kube.model;

import java.util.List;
import java.util.Map;

/**
 * {@code longhorn.io/v1beta2 Engine}: what serves a volume, and fills its new replicas.
 *
 * @param key {@code metadata.name}
 * @param volume {@code spec.volumeName}
 * @param node {@code spec.nodeID}
 * @param active {@code spec.active}
 * @param running whether {@code status.currentState} is {@code running}
 * @param lost whether {@code status.currentState} is {@code unknown}: its node does not answer
 * @param modes {@code status.replicaModeMap}, by replica
 * @param modesSince {@code status.replicaTransitionTimeMap}: when each got its mode, by replica
 * @param rebuilds {@code status.rebuildStatus}, by replica; entries whose address belongs to none
 *     are left out
 * @param sources replicas on which a running rebuild reads: {@code fromReplicaAddressList}
 * @param bytes the sum of {@code status.snapshots[*].size}: what a whole copy has to copy
 */
public record Engine(
    String key,
    String volume,
    String node,
    boolean active,
    boolean running,
    boolean lost,
    Map<String, Mode> modes,
    Map<String, String> modesSince,
    Map<String, Rebuild> rebuilds,
    List<String> sources,
    long bytes)
    implements Kubernetes {

  public Engine {
    modes = Map.copyOf(modes);
    modesSince = Map.copyOf(modesSince);
    rebuilds = Map.copyOf(rebuilds);
    sources = List.copyOf(sources);
  }

  /** {@code status.replicaModeMap}. */
  public enum Mode {
    /** All data is there. */
    RW,
    /** It is being filled. */
    WO,
    /** It has failed. */
    ERR,
    OTHER
  }

  /**
   * One running copy.
   *
   * @param progress in percent, 0 to 100, whatever the object says
   * @param error why it failed; empty if it did not
   */
  public record Rebuild(int progress, String error) {}
}
