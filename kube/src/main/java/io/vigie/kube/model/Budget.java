package io.vigie.kube.model;

/**
 * {@code policy/v1 PodDisruptionBudget}.
 *
 * @param key {@code namespace/name}
 * @param name {@code metadata.name}; Longhorn names it as the instance manager it protects
 * @param allowed {@code status.disruptionsAllowed}
 */
public record Budget(String key, String name, int allowed) implements Kubernetes {}
