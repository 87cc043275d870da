package io.vigie.sim.store;

/**
 * Where objects of one kind are.
 *
 * @param group the API group; empty for the core one
 * @param plural its name in URLs
 */
public record Resource(String group, String plural) {

  /** As messages have it: {@code volumes.longhorn.io}. */
  @Override
  public String toString() {
    return group.isEmpty() ? plural : plural + "." + group;
  }
}
