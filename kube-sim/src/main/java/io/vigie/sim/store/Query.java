package io.vigie.sim.store;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What to list.
 *
 * @param namespace which one; empty for all
 * @param fits which objects
 * @param limit how many at most; 0 for all
 * @param from where to go on; null at the beginning
 */
public record Query(
    Resource resource,
    String namespace,
    Predicate<Stored> fits,
    int limit,
    @Nullable Continue from) {

  /** All of them. */
  public static Query all(Resource resource, String namespace) {
    return new Query(resource, namespace, _ -> true, 0, null);
  }
}
