package io.vigie.kube.model;

/**
 * {@code longhorn.io/v1beta2 InstanceManager}: the pod that runs a node's engines and replicas.
 *
 * @param key {@code metadata.name}
 * @param node {@code spec.nodeID}
 * @param running whether {@code status.currentState} is {@code running}
 */
public record InstanceManager(String key, String node, boolean running) implements Kubernetes {}
