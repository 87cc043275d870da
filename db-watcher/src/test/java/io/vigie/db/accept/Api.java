package io.vigie.db.accept;

import io.vigie.testkit.accept.ApiWriter;
import java.util.Arrays;
import java.util.List;

/**
 * Writes CloudNativePG's objects, and what Kubernetes says of its pods, as they do themselves: one
 * database of three instances, with the primary on k3s-2.
 */
final class Api {

  private static final String CNPG = "/apis/postgresql.cnpg.io/v1/namespaces/db/";
  private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/db/leases";
  private static final String PODS = "/api/v1/namespaces/db/pods";
  private static final String NODES = "/api/v1/nodes";
  private static final List<Integer> NODE_OF = List.of(2, 1, 3);

  private static final String LONG_AGO = "2026-07-02T08:11:20Z";
  private static final String NOTICED = "2026-08-21T10:00:51Z";
  private static final String PENDING = "2026-08-21T10:00:51.204511Z";
  private static final String CHOSEN = "2026-08-21T10:00:53.010223Z";
  private static final String PROMOTED = "2026-08-21T10:01:12.774120Z";
  private static final String BACK = "2026-08-21T10:13:58Z";

  private final ApiWriter writer;

  Api(ApiWriter writer) {
    this.writer = writer;
  }

  /** All is well. */
  void create() {
    writer.post("/api/v1/namespaces", "{kind: Namespace, metadata: {name: db}}");
    for (int node = 1; node <= 3; node++) {
      writer.post(NODES, "{kind: Node, metadata: {name: k3s-%d}}".formatted(node));
      node(node, "True", LONG_AGO);
    }
    for (int number = 1; number <= 3; number++) {
      writer.post(
          PODS,
          "{kind: Pod, metadata: {name: %s}, spec: {nodeName: k3s-%d}}"
              .formatted(instance(number), NODE_OF.get(number - 1)));
      pod(number, "True", LONG_AGO);
      role(number, number == 1 ? "primary" : "replica");
    }
    writer.post(
        LEASES, "{kind: Lease, metadata: {name: pg-main}, spec: {holderIdentity: pg-main-1}}");
    writer.post(CNPG + "failoverquorums", "{kind: FailoverQuorum, metadata: {name: pg-main}}");
    quorum(1, 2, 3);
    writer.post(
        CNPG + "clusters",
        "{kind: Cluster, metadata: {name: pg-main}, spec: {instances: 3, postgresql: {synchronous:"
            + " {method: any, number: 1, dataDurability: required, failoverQuorum: true}}}}");
    database(
        "instances: 3, instanceNames: [%s, %s, %s], timelineID: 3"
            .formatted(instance(1), instance(2), instance(3)));
    primary(1, LONG_AGO);
    target(instance(1), LONG_AGO);
    database("phase: 'Cluster in healthy state', " + healthy(1, 2, 3));
  }

  /** What Kubernetes and the operator notice after the death of k3s-2. */
  void noticed() {
    node(2, "Unknown", NOTICED);
    pod(1, "False", NOTICED);
    database("phase: 'Failing over', " + healthy(2, 3));
    target("pending", PENDING);
  }

  /** The operator knows who is to follow. */
  void chosen() {
    target(instance(2), CHOSEN);
  }

  /** The new primary can be written to. */
  void promoted() {
    role(1, "unhealthy");
    role(2, "primary");
    writer.patch(LEASES + "/pg-main", "{spec: {holderIdentity: pg-main-2, leaseTransitions: 1}}");
    database("timelineID: 4");
    primary(2, PROMOTED);
    quorum(2, 1, 3);
  }

  /** k3s-2 is back: its instance follows the new primary. */
  void back() {
    node(2, "True", BACK);
    role(1, "replica");
    pod(1, "True", BACK);
    database("phase: 'Cluster in healthy state', " + healthy(1, 2, 3));
  }

  private static String instance(int number) {
    return "pg-main-" + number;
  }

  private static String instances(int... numbers) {
    return String.join(", ", Arrays.stream(numbers).mapToObj(Api::instance).toList());
  }

  private static String healthy(int... numbers) {
    return "readyInstances: %d, instancesStatus: {healthy: [%s]}"
        .formatted(numbers.length, instances(numbers));
  }

  private void primary(int number, String since) {
    database(
        "currentPrimary: %s, currentPrimaryTimestamp: '%s'".formatted(instance(number), since));
  }

  private void target(String instance, String since) {
    database("targetPrimary: %s, targetPrimaryTimestamp: '%s'".formatted(instance, since));
  }

  private void quorum(int primary, int... standbys) {
    status(
        CNPG + "failoverquorums/pg-main",
        "method: ANY, standbyNumber: 1, primary: %s, standbyNames: [%s]"
            .formatted(instance(primary), instances(standbys)));
  }

  private void role(int number, String role) {
    writer.patch(
        PODS + "/" + instance(number),
        ("{metadata: {labels: {cnpg.io/cluster: pg-main, cnpg.io/podRole: instance,"
                + " cnpg.io/instanceRole: %s}}}")
            .formatted(role));
  }

  private void pod(int number, String ready, String since) {
    status(PODS + "/" + instance(number), "phase: Running, " + condition(ready, since));
  }

  private void node(int number, String ready, String since) {
    status(NODES + "/k3s-" + number, condition(ready, since));
  }

  private static String condition(String ready, String since) {
    return "conditions: [{type: Ready, status: '%s', lastTransitionTime: '%s'}]"
        .formatted(ready, since);
  }

  private void database(String fields) {
    status(CNPG + "clusters/pg-main", fields);
  }

  private void status(String object, String fields) {
    writer.patch(object + "/status", "{status: {" + fields + "}}");
  }
}
