package io.vigie.kit.config;

import java.util.ArrayList;
import java.util.List;

/** What a new configuration means to a running process. */
public sealed interface LiveChange {

  /** Nothing, but perhaps what only a restart can change. */
  record Nothing(List<String> warnings) implements LiveChange {}

  /**
   * Something to go over to.
   *
   * @param config the new configuration, with the old values of what only a restart can change
   * @param warnings what that is
   */
  record Change(VigieConfig config, List<String> warnings) implements LiveChange {}

  /** It can't be: this machine has no place in it. */
  record Refused(String why) implements LiveChange {}

  /**
   * Compares.
   *
   * @param host who we are
   */
  static LiveChange of(VigieConfig old, VigieConfig next, String host) {
    if (!next.balancers().containsKey(host)) {
      return new Refused(
          "%s, this machine, is no longer under `balancers` (%s)"
              .formatted(host, String.join(", ", next.balancers().keySet())));
    }
    List<String> warnings = new ArrayList<>();
    kept("cluster", old.cluster(), next.cluster(), warnings);
    kept("kafka", old.kafka(), next.kafka(), warnings);
    kept("engine", old.engine(), next.engine(), warnings);
    ManagementConfig before = old.management();
    kept("management.bind", before.bind(), next.management().bind(), warnings);
    kept("management.ports", before.ports(), next.management().ports(), warnings);
    VigieConfig merged =
        new VigieConfig(
            old.cluster(),
            old.kafka(),
            next.hosts(),
            next.nodes(),
            next.balancers(),
            next.gateway(),
            next.checks(),
            next.pools(),
            next.frontends(),
            old.engine(),
            next.damping(),
            next.vips(),
            next.syncGroups(),
            next.availability(),
            next.kubernetes(),
            new ManagementConfig(before.bind(), before.ports(), next.management().token()),
            next.targets());
    return merged.equals(old)
        ? new Nothing(List.copyOf(warnings))
        : new Change(merged, List.copyOf(warnings));
  }

  private static void kept(String key, Object old, Object next, List<String> warnings) {
    if (!old.equals(next)) {
      warnings.add(
          "`%s` changes with a restart only: %s stays, %s waits".formatted(key, old, next));
    }
  }
}
