package io.vigie.sim.cluster;

import io.vigie.sim.store.Resource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The kinds there are now.
 *
 * <p>Thread rule: any thread.
 */
public final class Types {

  private final Map<Resource, ResourceType> types = new ConcurrentHashMap<>();

  Types() {
    BuiltIns.TYPES.forEach(this::put);
  }

  /** All of them, by group and name. */
  public List<ResourceType> all() {
    return types.values().stream()
        .sorted(
            (a, b) -> {
              int groups = a.resource().group().compareTo(b.resource().group());
              return groups != 0 ? groups : a.resource().plural().compareTo(b.resource().plural());
            })
        .toList();
  }

  /** The one at an address; null if there is none. */
  public @Nullable ResourceType at(Resource resource) {
    return types.get(resource);
  }

  /** The one an object says it is; null if there is none. */
  public @Nullable ResourceType of(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    String version = apiVersion.substring(slash + 1);
    return types.values().stream()
        .filter(type -> type.resource().group().equals(group) && type.kind().equals(kind))
        .filter(type -> type.version(version) != null)
        .findFirst()
        .orElse(null);
  }

  /** Serves it, if any version of it is served. */
  void put(ResourceType type) {
    if (type.versions().isEmpty()) {
      remove(type.resource());
    } else {
      types.put(type.resource(), type);
    }
  }

  void remove(Resource resource) {
    types.remove(resource);
  }
}
