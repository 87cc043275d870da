package io.vigie.sim.cluster;

import io.vigie.sim.store.ObjectKey;

/**
 * What a request is about.
 *
 * @param version of its kind
 * @param namespace empty for a kind that has none
 * @param name empty if it has to be made
 */
public record Target(ResourceType type, TypeVersion version, String namespace, String name) {

  /** Which object. */
  public ObjectKey key() {
    return new ObjectKey(type.resource(), namespace, name);
  }

  /** {@code apiVersion} as asked. */
  public String apiVersion() {
    return type.apiVersion(version.name());
  }

  Target named(String other) {
    return new Target(type, version, namespace, other);
  }
}
