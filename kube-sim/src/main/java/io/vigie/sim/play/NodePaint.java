package io.vigie.sim.play;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.play.Canvas.Title;
import java.util.List;
import java.util.Map;

/** Nodes and their leases. */
final class NodePaint {

  private static final Template NODE =
      new Template(
          """
          {"spec": {"podCIDR": "10.42.%1$d.0/24", "providerID": "k3s://%2$s"},
           "status": {
            "addresses": [{"type": "InternalIP", "address": "%3$s"}, {"type": "Hostname", "address": "%2$s"}],
            "capacity": {"cpu": "4", "memory": "16Gi", "pods": "110"},
            "allocatable": {"cpu": "4", "memory": "16Gi", "pods": "110"},
            "nodeInfo": {"kubeletVersion": "v1.33.6+vigie-simulated", "osImage": "simulated by vigie",
             "containerRuntimeVersion": "simulated://1", "kernelVersion": "simulated", "kubeProxyVersion": "",
             "architecture": "amd64", "operatingSystem": "linux",
             "bootID": "%4$s", "machineID": "%2$s", "systemUUID": "%2$s"}}}
          """);

  private static final Template LEASE =
      new Template(
          """
          {"spec": {"holderIdentity": "%s", "leaseDurationSeconds": 40, "renewTime": "%s"}}
          """);

  private final Canvas canvas;

  NodePaint(Canvas canvas) {
    this.canvas = canvas;
  }

  void paint(World world) {
    world.machines().values().forEach(this::node);
    world.machines().values().forEach(this::lease);
  }

  private void node(Machine m) {
    String boot = Volume.id("boot", m.name(), Integer.toString(m.boots()));
    ObjectNode body = NODE.with(m.number(), m.name(), m.place().address(), boot);
    if (m.cordoned().is()) {
      ((ObjectNode) body.get("spec")).put("unschedulable", true);
    }
    ArrayNode taints = Canvas.array();
    if (m.cordoned().is()) {
      taint(taints, "node.kubernetes.io/unschedulable", "NoSchedule", m.cordoned().at());
    }
    if (!m.ready().is()) {
      taint(taints, "node.kubernetes.io/unreachable", "NoSchedule", m.ready().at());
      taint(taints, "node.kubernetes.io/unreachable", "NoExecute", m.ready().at());
    }
    if (!taints.isEmpty()) {
      ((ObjectNode) body.get("spec")).set("taints", taints);
    }
    ((ObjectNode) body.get("status")).set("conditions", conditions(m));
    Map<String, String> labels =
        Map.of(
            "kubernetes.io/hostname", m.name(),
            "node-role.kubernetes.io/control-plane", "true",
            "node-role.kubernetes.io/etcd", "true",
            "node.kubernetes.io/instance-type", "k3s");
    canvas.put(new Title("v1", "Node", "nodes", "", m.name()), "", labels, body);
  }

  private static void taint(ArrayNode taints, String key, String effect, long at) {
    taints.addObject().put("key", key).put("effect", effect).put("timeAdded", Canvas.stamp(at));
  }

  private ArrayNode conditions(Machine m) {
    ArrayNode all = Canvas.array();
    all.add(
        m.voter().is()
            ? Canvas.condition(
                "EtcdIsVoter",
                "True",
                "MemberNotLearner",
                "Node is a voting member of the etcd cluster",
                m.voter().at())
            : Canvas.condition(
                "EtcdIsVoter",
                "False",
                "Unhealthy",
                "failed to check etcd member status: context deadline exceeded",
                m.voter().at()));
    for (String pressure : List.of("MemoryPressure", "DiskPressure", "PIDPressure")) {
      all.add(
          m.ready().is()
              ? Canvas.condition(pressure, "False", "KubeletHasEnough", "", m.ready().at())
              : unknown(pressure, m));
    }
    all.add(
        m.ready().is()
            ? Canvas.condition(
                "Ready", "True", "KubeletReady", "kubelet is posting ready status", m.ready().at())
            : unknown("Ready", m));
    all.forEach(one -> ((ObjectNode) one).put("lastHeartbeatTime", Canvas.stamp(m.ready().at())));
    return all;
  }

  private static ObjectNode unknown(String type, Machine m) {
    return Canvas.condition(
        type,
        "Unknown",
        "NodeStatusUnknown",
        "Kubelet stopped posting node status.",
        m.ready().at());
  }

  private void lease(Machine m) {
    Title title =
        new Title("coordination.k8s.io/v1", "Lease", "leases", "kube-node-lease", m.name());
    canvas.put(title, "", Map.of(), LEASE.with(m.name(), Canvas.micros(m.renewedAt())));
  }
}
