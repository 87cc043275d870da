package io.vigie.sim.play;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.play.Canvas.Title;
import io.vigie.sim.play.Instance.Role;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The database's cluster, quorum and lease. */
final class DatabasePaint {

  private static final String API = "postgresql.cnpg.io/v1";

  private static final Template CLUSTER =
      new Template(
          """
          {"spec": {"instances": %1$d, "imageName": "simulated/postgresql:18", "enablePDB": true, "failoverDelay": 0, "switchoverDelay": 3600,
            "primaryUpdateMethod": "restart", "primaryUpdateStrategy": "unsupervised", "storage": {"size": "20Gi", "storageClass": "local-path"},
            "affinity": {"enablePodAntiAffinity": true, "podAntiAffinityType": "required", "topologyKey": "kubernetes.io/hostname"},
            "postgresql": {"synchronous": {"method": "any", "number": 1, "dataDurability": "required", "failoverQuorum": true}}},
           "status": {"instances": %1$d, "readyInstances": %2$d, "currentPrimary": "%3$s", "currentPrimaryTimestamp": "%4$s",
            "targetPrimary": "%5$s", "targetPrimaryTimestamp": "%6$s", "timelineID": %7$d, "phase": "%8$s", "phaseReason": "%9$s",
            "pvcCount": %1$d, "writeService": "%10$s-rw", "readService": "%10$s-r",
            "selector": "cnpg.io/cluster=%10$s,cnpg.io/podRole=instance"}}
          """);

  private static final Template QUORUM =
      new Template(
          """
          {"status": {"method": "ANY", "primary": "%s", "standbyNumber": 1, "standbyNames": []}}
          """);

  private static final Template LEASE =
      new Template(
          """
          {"spec": {"holderIdentity": "%s", "leaseDurationSeconds": %d, "leaseTransitions": %d, "acquireTime": "%s", "renewTime": "%s"}}
          """);

  private static final int LEASE_SECONDS = 15;

  private final Canvas canvas;

  DatabasePaint(Canvas canvas) {
    this.canvas = canvas;
  }

  void paint(World world) {
    Database db = world.database();
    cluster(db);
    quorum(db);
    lease(db);
    new InstancePaint(canvas, world.machines()).paint(db);
  }

  private void cluster(Database db) {
    List<Instance> all = db.instances();
    Database.Primary primary = db.primary();
    ObjectNode body =
        CLUSTER.with(
            all.size(),
            all.stream().filter(Instance::answers).count(),
            primary.current(),
            Canvas.micros(primary.currentAt()),
            primary.target(),
            Canvas.micros(primary.targetAt()),
            primary.timeline(),
            db.phase().text(),
            db.phase().reason(),
            db.scene().name());
    ObjectNode status = (ObjectNode) body.get("status");
    names(status.putArray("instanceNames"), all.stream());
    names(status.putArray("healthyPVC"), all.stream().filter(Instance::there));
    if (all.stream().anyMatch(one -> !one.there())) {
      names(status.putArray("danglingPVC"), all.stream().filter(one -> !one.there()));
    }
    ObjectNode byState = status.putObject("instancesStatus");
    names(byState.putArray("healthy"), all.stream().filter(Instance::answers));
    List<Instance> failed = all.stream().filter(DatabasePaint::failed).toList();
    if (!failed.isEmpty()) {
      names(byState.putArray("failed"), failed.stream());
    }
    ObjectNode reported = status.putObject("instancesReportedState");
    for (Instance one : all) {
      if (one.answers()) {
        reported
            .putObject(one.name())
            .put("isPrimary", one.role() == Role.PRIMARY)
            .put("timeLineID", primary.timeline());
      } else if (failed(one)) {
        reported.putObject(one.name()).put("isPrimary", false);
      }
    }
    Since ready = db.phase().ready();
    status
        .putArray("conditions")
        .add(
            ready.is()
                ? Canvas.condition(
                    "Ready", "True", "ClusterIsReady", "Cluster is Ready", ready.at())
                : Canvas.condition(
                    "Ready", "False", "ClusterIsNotReady", "Cluster Is Not Ready", ready.at()))
        .add(
            Canvas.read(
                """
                {"type": "ContinuousArchiving", "status": "True", "reason": "ContinuousArchivingSuccess",
                 "message": "Continuous archiving is working", "lastTransitionTime": "%s"}
                """
                    .formatted(canvas.beginning())));
    canvas.put(
        new Title(API, "Cluster", "clusters", db.scene().namespace(), db.scene().name()),
        "",
        Map.of(),
        body);
  }

  /** Its pod is there, but does not answer. */
  private static boolean failed(Instance one) {
    return one.there() && one.terminatingAt() == 0 && !one.ready().is();
  }

  private static void names(ArrayNode to, Stream<Instance> instances) {
    instances.map(Instance::name).forEach(to::add);
  }

  private void quorum(Database db) {
    String primary = db.primary().current();
    ObjectNode body = QUORUM.with(primary);
    names(
        (ArrayNode) body.get("status").get("standbyNames"),
        db.instances().stream().filter(one -> !one.name().equals(primary)));
    canvas.put(
        new Title(
            API, "FailoverQuorum", "failoverquorums", db.scene().namespace(), db.scene().name()),
        "",
        Map.of(),
        body);
  }

  private void lease(Database db) {
    Database.Lease lease = db.lease();
    ObjectNode body =
        LEASE.with(
            lease.holder(),
            lease.holder().isEmpty() ? 1 : LEASE_SECONDS,
            lease.transitions(),
            Canvas.micros(lease.acquiredAt()),
            Canvas.micros(lease.renewedAt()));
    canvas.put(
        new Title(
            "coordination.k8s.io/v1", "Lease", "leases", db.scene().namespace(), db.scene().name()),
        "",
        Map.of(),
        body);
  }
}
