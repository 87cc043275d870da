package io.vigie.kube.model;

/**
 * {@code coordination.k8s.io/v1 Lease}.
 *
 * @param key {@code namespace/name}
 * @param holder {@code spec.holderIdentity}; empty if released
 * @param renewed {@code spec.renewTime}
 * @param transitions {@code spec.leaseTransitions}
 */
public record Lease(String key, String holder, String renewed, int transitions)
    implements Kubernetes {}
