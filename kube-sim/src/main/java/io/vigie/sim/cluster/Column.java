package io.vigie.sim.cluster;

/**
 * One column of what {@code kubectl get} prints.
 *
 * @param type {@code string}, {@code integer}, {@code date} and their like
 * @param priority 0 always, else only when asked for wide
 * @param path where its value is, as {@code .spec.size}
 */
public record Column(String name, String type, int priority, String path) {}
