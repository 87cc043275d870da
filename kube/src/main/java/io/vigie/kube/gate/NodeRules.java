package io.vigie.kube.gate;

import io.vigie.kube.model.Condition;
import io.vigie.kube.model.KubeNode;
import java.util.ArrayList;
import java.util.List;

/** Every other node of Kubernetes is ready and takes pods. */
final class NodeRules {

  private final GatePicture picture;
  private final String node;
  private final Findings findings;

  NodeRules(GatePicture picture, String node, Findings findings) {
    this.picture = picture;
    this.node = node;
    this.findings = findings;
  }

  void judge() {
    KubeNode own = picture.objects().kubeNode(node);
    if (own == null) {
      findings.unknown(
          Area.KUBERNETES,
          node + " is in the configuration, and no node of Kubernetes",
          "see 'kubectl get nodes'; its name there must be the one in vigie.yaml");
    } else if (!own.ready().status().isTrue()) {
      findings.warning(Area.KUBERNETES, node + " itself is not ready" + reason(own.ready()), "");
    }
    List<String> others = new ArrayList<>();
    for (KubeNode one : picture.objects().kubeNodes().values()) {
      if (!one.key().equals(node)) {
        others.add(one.key());
        other(one);
      }
    }
    if (others.isEmpty()) {
      findings.no(
          Area.KUBERNETES,
          "there is no other node",
          "without it nothing runs: downtime cannot be avoided");
    } else if (findings.isFine(Area.KUBERNETES)) {
      findings.yes(Area.KUBERNETES, "ready: " + Findings.names(others));
    }
  }

  private void other(KubeNode one) {
    if (!one.ready().isPresent()) {
      findings.unknown(
          Area.KUBERNETES,
          "whether " + one.key() + " is ready is not said",
          "see 'kubectl describe node " + one.key() + "'");
    } else if (!one.ready().status().isTrue()) {
      findings.no(
          Area.KUBERNETES,
          one.key() + " is not ready" + reason(one.ready()),
          "wait until it is, and whole again");
    }
    if (one.cordoned()) {
      findings.no(
          Area.KUBERNETES,
          one.key() + " is cordoned: nothing can go there",
          "kubectl uncordon " + one.key() + ", one node at a time");
    }
  }

  private static String reason(Condition ready) {
    return ready.reason().isEmpty() ? "" : " (" + ready.reason() + ")";
  }
}
