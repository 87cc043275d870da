package io.vigie.kube.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.kube.model.Budget;
import io.vigie.kube.model.KubeNode;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Lease;
import io.vigie.kube.model.Pod;
import io.vigie.kube.model.Tri;
import org.junit.jupiter.api.Test;

/** Kubernetes' own objects, as its API has them. */
class CoreReaderTest {

  private static final String NODE =
      """
      {"apiVersion": "v1", "kind": "Node",
       "metadata": {"name": "n1", "labels": {"node-role.kubernetes.io/etcd": "true"}},
       "spec": {"unschedulable": true, "taints": [{"key": "a", "effect": "NoExecute"}]},
       "status": {"nodeInfo": {"bootID": "b-1"}, "conditions": [
         {"type": "Ready", "status": "Unknown", "reason": "NodeStatusUnknown", "message": "m",
          "lastHeartbeatTime": null, "lastTransitionTime": "2026-01-02T03:04:05Z"},
         {"type": "EtcdIsVoter", "status": "False", "reason": "Unhealthy", "message": "m",
          "lastTransitionTime": "2026-01-02T03:04:06Z"}]}}
      """;

  private static final String POD =
      """
      {"apiVersion": "v1", "kind": "Pod",
       "metadata": {"name": "shop-1", "namespace": "trade",
         "labels": {"cnpg.io/cluster": "shop", "cnpg.io/instanceRole": "primary"},
         "deletionTimestamp": "2026-01-02T03:04:05Z"},
       "spec": {"nodeName": "n1"},
       "status": {"phase": "Running", "conditions": [
         {"type": "Ready", "status": "True", "lastProbeTime": null, "reason": "", "message": "",
          "lastTransitionTime": "2026-01-02T03:04:05Z"}]}}
      """;

  private static final String LEASE =
      """
      {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
       "metadata": {"name": "shop", "namespace": "trade"},
       "spec": {"holderIdentity": "shop-1", "renewTime": "2026-01-02T03:04:05.123456Z",
         "leaseTransitions": 3, "leaseDurationSeconds": 15}}
      """;

  private static final String BUDGET =
      """
      {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget",
       "metadata": {"name": "shop-primary", "namespace": "trade"},
       "status": {"disruptionsAllowed": 1}}
      """;

  private static Kubernetes read(Kind kind, String json) {
    Reading reading = ObjectReader.read(kind, Mutations.json(json));
    return assertInstanceOf(Reading.Good.class, reading).object();
  }

  @Test
  void aNodeIsRead() {
    KubeNode node = (KubeNode) read(Kind.NODE, NODE);
    assertEquals("n1", node.key());
    assertEquals(Tri.UNKNOWN, node.ready().status());
    assertTrue(node.ready().isPresent());
    assertEquals("2026-01-02T03:04:05Z", node.ready().since());
    assertTrue(node.etcdMember());
    assertEquals(Tri.FALSE, node.etcdVoter().status());
    assertTrue(node.cordoned());
    assertEquals("b-1", node.bootId());
  }

  @Test
  void aPodIsRead() {
    Pod pod = (Pod) read(Kind.POD, POD);
    assertEquals("trade/shop-1", pod.key());
    assertEquals("shop-1", pod.name());
    assertEquals("trade/shop", pod.cluster());
    assertEquals("primary", pod.role());
    assertEquals("n1", pod.node());
    assertTrue(pod.ready().status().isTrue());
    assertFalse(pod.isReady(), "it is being deleted");
  }

  @Test
  void aLeaseAndABudgetAreRead() {
    assertEquals(
        new Lease("trade/shop", "shop-1", "2026-01-02T03:04:05.123456Z", 3),
        read(Kind.LEASE, LEASE));
    assertEquals(new Budget("trade/shop-primary", "shop-primary", 1), read(Kind.BUDGET, BUDGET));
  }

  @Test
  void noFieldOfAnyShapeStopsTheReading() {
    Mutations.check(Kind.NODE, Mutations.json(NODE));
    Mutations.check(Kind.POD, Mutations.json(POD));
    Mutations.check(Kind.LEASE, Mutations.json(LEASE));
    Mutations.check(Kind.BUDGET, Mutations.json(BUDGET));
  }

  @Test
  void whatIsNoObjectIsBroken() {
    for (Kind kind : Kind.values()) {
      for (Object json : new Object[] {"text", 7, true, java.util.List.of()}) {
        assertInstanceOf(Reading.Broken.class, ObjectReader.read(kind, json));
      }
    }
  }
}
