package io.vigie.kube.model;

/**
 * {@code v1 Pod} of a database.
 *
 * @param key {@code namespace/name}
 * @param name {@code metadata.name}
 * @param cluster {@code namespace/} and label {@code cnpg.io/cluster}
 * @param role label {@code cnpg.io/instanceRole}: {@code primary}, {@code replica} or other
 * @param node {@code spec.nodeName}
 * @param ready condition {@code Ready}
 * @param deleting whether {@code metadata.deletionTimestamp} is set
 */
public record Pod(
    String key,
    String name,
    String cluster,
    String role,
    String node,
    Condition ready,
    boolean deleting)
    implements Kubernetes {

  /** Whether it serves. */
  public boolean isReady() {
    return ready.status().isTrue() && !deleting;
  }
}
