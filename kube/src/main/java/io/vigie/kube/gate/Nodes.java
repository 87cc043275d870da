package io.vigie.kube.gate;

import io.vigie.event.Standing;
import io.vigie.kube.model.Condition;
import io.vigie.kube.model.InstanceManager;
import io.vigie.kube.model.KubeNode;
import io.vigie.kube.model.StorageNode;
import io.vigie.kube.model.Tri;
import io.vigie.kube.picture.Picture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which nodes can be relied on, for as long as one is away. */
final class Nodes {

  private static final Trust WELL = new Trust(Verdict.YES, "");

  private final GatePicture picture;
  private final Picture objects;
  private final Map<String, Trust> forPods = new HashMap<>();
  private final Map<String, Trust> forReplicas = new HashMap<>();

  Nodes(GatePicture picture) {
    this.picture = picture;
    this.objects = picture.objects();
  }

  /**
   * Whether what is on a node can be relied on.
   *
   * @param verdict yes, no or unknown
   * @param why not, for people: {@code k3s-2 is not ready}; empty if it can
   */
  record Trust(Verdict verdict, String why) {
    boolean isWell() {
      return verdict == Verdict.YES;
    }
  }

  /** Whether pods there can go on, and others come. */
  Trust forPods(String node) {
    return forPods.computeIfAbsent(node, this::judgePods);
  }

  /** Whether replicas there can be relied on. */
  Trust forReplicas(String node) {
    return forReplicas.computeIfAbsent(node, this::judgeReplicas);
  }

  private Trust judgePods(String node) {
    KubeNode kube = objects.kubeNode(node);
    if (kube == null) {
      return new Trust(Verdict.NO, node.isEmpty() ? "it is nowhere" : node + " is no node");
    }
    Trust ready = ready(kube.ready(), node, "is not ready");
    if (!ready.isWell()) {
      return ready;
    }
    if (kube.cordoned()) {
      return new Trust(Verdict.NO, node + " is cordoned");
    }
    return standing(node, picture.standing(node));
  }

  private static Trust standing(String node, Standing standing) {
    return switch (standing) {
      case DOWN -> new Trust(Verdict.NO, node + " is down");
      case DISPUTED, FLAPPING ->
          new Trust(Verdict.UNKNOWN, node + " is " + standing.wire() + " for the observers");
      case UP, DEGRADED, UNKNOWN -> WELL; // that nobody looks is said once, elsewhere
    };
  }

  private Trust judgeReplicas(String node) {
    Trust pods = forPods(node);
    if (!pods.isWell()) {
      return pods;
    }
    StorageNode storage = objects.node(node);
    if (storage == null) {
      return new Trust(Verdict.NO, node + " is no node of Longhorn");
    }
    Trust ready = ready(storage.ready(), node, "is not ready for Longhorn");
    if (!ready.isWell()) {
      return ready;
    }
    if (storage.schedulable().status() == Tri.FALSE) {
      return new Trust(Verdict.NO, node + " is cordoned for Longhorn");
    }
    List<InstanceManager> managers = objects.managers(node);
    if (managers.stream().noneMatch(InstanceManager::running)) {
      return new Trust(Verdict.NO, node + " runs no instance manager");
    }
    return managers.stream().allMatch(InstanceManager::running)
        ? WELL
        : new Trust(Verdict.UNKNOWN, "an instance manager on " + node + " does not run");
  }

  private static Trust ready(Condition ready, String node, String otherwise) {
    if (ready.status().isTrue()) {
      return WELL;
    }
    return ready.isPresent()
        ? new Trust(Verdict.NO, node + " " + otherwise)
        : new Trust(Verdict.UNKNOWN, "whether " + node + " is ready is not said");
  }
}
