package io.vigie.kube.model;

/**
 * {@code longhorn.io/v1beta2 Node}.
 *
 * @param key {@code metadata.name}, the same as the Kubernetes node's
 * @param ready condition {@code Ready}
 * @param schedulable condition {@code Schedulable}: false when cordoned
 * @param allowed {@code spec.allowScheduling}
 */
public record StorageNode(String key, Condition ready, Condition schedulable, boolean allowed)
    implements Kubernetes {

  /** Whether replicas there can be relied on, and new ones be put there. */
  public boolean isUsable() {
    return ready.status().isTrue() && allowed && schedulable.status() != Tri.FALSE;
  }
}
