package io.vigie.kube.gate;

import io.vigie.kube.model.Budget;
import io.vigie.kube.model.InstanceManager;
import io.vigie.kube.model.KubeNode;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.StorageNode;
import io.vigie.kube.model.Volume;
import io.vigie.kube.picture.Picture;
import io.vigie.kube.read.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether {@code kubectl drain} could end. Longhorn guards each instance manager by a disruption
 * budget that allows nothing, and takes it away once the node is cordoned and its policy is
 * content.
 */
final class DrainRules {

  private static final String POLICY = "node-drain-policy";
  private static final String SOFT = "replica-soft-anti-affinity";

  private final Picture objects;
  private final String node;
  private final Nodes nodes;
  private final Findings findings;

  DrainRules(GatePicture picture, String node, Nodes nodes, Findings findings) {
    this.objects = picture.objects();
    this.node = node;
    this.nodes = nodes;
    this.findings = findings;
  }

  void judge() {
    policy();
    KubeNode own = objects.kubeNode(node);
    if (own == null || !own.cordoned()) {
      return; // before that, its budgets allow nothing anyway
    }
    for (InstanceManager manager : objects.managers(node)) {
      Budget budget = objects.budget(Kind.LONGHORN_NAMESPACE + "/" + manager.key());
      if (budget != null && budget.allowed() <= 0) {
        blocked(budget);
      }
    }
  }

  private void policy() {
    switch (objects.settingText(POLICY)) {
      case "block-for-eviction" -> evictions();
      case "always-allow", "allow-if-replica-is-stopped" ->
          findings.warning(
              Area.LONGHORN,
              "%s is %s: Longhorn itself would let the last replica go"
                  .formatted(POLICY, objects.settingText(POLICY)),
              "");
      default -> {} // guards the last replica, of which the volumes' rules say more
    }
  }

  /** Every replica must find another node first. */
  private void evictions() {
    List<String> stuck = new ArrayList<>();
    int here = 0;
    for (String name : objects.volumesOn(node)) {
      Volume volume = objects.volume(name);
      if (volume != null && !volume.deleting()) {
        here++;
        if (!hasRoom(name)) {
          stuck.add(name);
        }
      }
    }
    if (!stuck.isEmpty()) {
      findings.no(
          Area.LONGHORN,
          "%s is block-for-eviction, and no other node can take a replica: drain hangs: %s"
              .formatted(POLICY, Findings.names(stuck)),
          "set %s to block-if-contains-last-replica, or add a node".formatted(POLICY));
    } else if (here > 0) {
      findings.warning(
          Area.LONGHORN,
          "%s is block-for-eviction: drain waits until %d replicas are copied elsewhere"
              .formatted(POLICY, here),
          "");
    }
  }

  /** Whether a node has no replica of a volume yet and can take one. */
  private boolean hasRoom(String volume) {
    boolean soft = objects.settingText(SOFT).equals("true");
    return objects.kubeNodes().keySet().stream()
        .filter(other -> !other.equals(node) && nodes.forReplicas(other).isWell())
        .filter(
            other -> {
              StorageNode storage = objects.node(other);
              return storage != null && storage.isUsable();
            })
        .anyMatch(
            other ->
                soft || objects.replicas(volume).stream().noneMatch(r -> r.node().equals(other)));
  }

  private void blocked(Budget budget) {
    List<String> unguarded = new ArrayList<>();
    List<String> engines = new ArrayList<>();
    for (Volume volume : objects.volumes().values()) {
      if (volume.node().equals(node)) {
        engines.add(volume.key());
      }
      for (Replica replica : objects.replicas(volume.key())) {
        if (replica.node().equals(node) && replica.active() && !isGuardedElsewhere(volume.key())) {
          unguarded.add(replica.key());
        }
      }
    }
    String what = "drain hangs on budget " + budget.key() + ", which allows no disruption";
    if (!unguarded.isEmpty()) {
      findings.no(
          Area.LONGHORN,
          what + "; its replicas have no other that is whole: " + Findings.names(unguarded),
          "wait until those volumes are healthy");
    } else if (!engines.isEmpty()) {
      findings.warning(
          Area.LONGHORN,
          "budget %s holds up a drain until these are detached: %s"
              .formatted(budget.key(), Findings.names(engines)),
          "let their workloads leave: kubectl drain " + node);
    } else {
      findings.no(
          Area.LONGHORN,
          what,
          "see setting %s and 'kubectl -n longhorn-system get pdb'".formatted(POLICY));
    }
  }

  /** As Longhorn counts it when it decides whether to take a budget away. */
  private boolean isGuardedElsewhere(String volume) {
    return objects.replicas(volume).stream()
        .filter(replica -> !replica.node().equals(node) && replica.active())
        .filter(replica -> !replica.healthyAt().isEmpty() && replica.failedAt().isEmpty())
        .filter(replica -> nodes.forReplicas(replica.node()).isWell())
        .flatMap(replica -> objects.managers(replica.node()).stream())
        .anyMatch(
            manager ->
                manager.running()
                    && objects.budget(Kind.LONGHORN_NAMESPACE + "/" + manager.key()) != null);
  }
}
