package io.vigie.sim.cluster;

import io.vigie.sim.store.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of objects that the API has.
 *
 * @param custom whether a CustomResourceDefinition made it
 * @param versions the ones that are served, the preferred one first
 */
public record ResourceType(
    Resource resource,
    String kind,
    String singular,
    List<String> shortNames,
    List<String> categories,
    boolean namespaced,
    boolean custom,
    List<TypeVersion> versions) {

  public ResourceType {
    shortNames = List.copyOf(shortNames);
    categories = List.copyOf(categories);
    versions = List.copyOf(versions);
  }

  /** The version of that name; null if it is not served. */
  public @Nullable TypeVersion version(String name) {
    return versions.stream().filter(v -> v.name().equals(name)).findFirst().orElse(null);
  }

  /** {@code apiVersion} of its objects in a version. */
  public String apiVersion(String version) {
    return resource.group().isEmpty() ? version : resource.group() + "/" + version;
  }
}
