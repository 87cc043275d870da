package io.vigie.health.core;

import io.vigie.event.NodeChanged;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known, for people and metrics.
 *
 * @param observer who looks
 * @param impaired whether it doubts itself
 * @param targets by name: {@code k3s-1/traefik}, {@code frontend https}, {@code witness gateway}
 * @param nodes the last verdict on each that has one
 */
public record Picture(
    String observer,
    boolean impaired,
    Map<String, TargetPicture> targets,
    Map<String, NodeChanged> nodes) {

  /**
   * One target.
   *
   * @param up what its counter says
   * @param health the counter
   * @param top the counter's highest value
   * @param result how the last probe ended; null before the first
   * @param detail the same for people
   */
  public record TargetPicture(
      boolean up, int health, int top, @Nullable String result, @Nullable String detail) {}

  static Picture of(
      Plan plan,
      Collection<TargetState> targets,
      Collection<NodeState> nodes,
      boolean impaired,
      long now) {
    Map<String, TargetPicture> shown = new TreeMap<>();
    for (TargetState state : targets) {
      Outcome last = state.last;
      shown.put(
          name(state.target),
          new TargetPicture(
              state.up(),
              state.counter.health(),
              state.rule.rise() + state.rule.fall() - 1,
              last == null ? null : last.result().name(),
              last == null ? null : last.detail()));
    }
    Map<String, NodeChanged> verdicts = new TreeMap<>();
    for (NodeState node : nodes) {
      if (node.told != null) {
        verdicts.put(node.name, node.verdict(plan.damping(), impaired, now));
      }
    }
    return new Picture(plan.observer(), impaired, shown, verdicts);
  }

  private static String name(Target target) {
    return switch (target) {
      case Target.NodeCheck(String node, String check) -> node + "/" + check;
      case Target.Frontend(String name, String _) -> "frontend " + name;
      case Target.Witness(String name) -> "witness " + name;
    };
  }
}
