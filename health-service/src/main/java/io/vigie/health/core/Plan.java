package io.vigie.health.core;

import java.util.Map;
import java.util.Set;

/**
 * What to watch.
 *
 * @param observer the balancer that watches
 * @param targets every target with its rule
 * @param outside nodes in other failure domains than the observer's
 * @param poolChecks the check of each pool that has one
 * @param damping for nodes
 */
public record Plan(
    String observer,
    Map<Target, Rule> targets,
    Set<String> outside,
    Map<String, String> poolChecks,
    Damping damping) {

  public Plan {
    targets = Map.copyOf(targets);
    outside = Set.copyOf(outside);
    poolChecks = Map.copyOf(poolChecks);
  }
}
