package io.vigie.sim.store;

/**
 * Which object.
 *
 * @param namespace empty for a kind that has none
 */
public record ObjectKey(Resource resource, String namespace, String name) {

  /** Its place among those of its kind: by namespace, then by name. */
  String path() {
    return namespace + "/" + name;
  }
}
