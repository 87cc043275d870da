package io.vigie.sim.play;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.play.Canvas.Title;
import io.vigie.sim.play.Scene.Disk;
import io.vigie.sim.play.Volume.Engine.State;
import java.util.Locale;
import java.util.Map;

/** Volumes, and the pods that use them. */
final class VolumePaint {

  private static final String IMAGE = "longhornio/longhorn-engine:simulated";

  private static final Template VOLUME =
      new Template(
          """
          {"spec": {"size": "%1$d", "numberOfReplicas": %2$d, "nodeID": "%3$s", "migrationNodeID": "", "dataEngine": "v1",
            "dataLocality": "disabled", "accessMode": "rwo", "staleReplicaTimeout": %4$d, "frontend": "blockdev",
            "image": "%5$s", "replicaAutoBalance": "ignored", "replicaSoftAntiAffinity": "ignored", "offlineRebuilding": "ignored",
            "Standby": false, "encrypted": false, "migratable": false},
           "status": {"state": "%6$s", "robustness": "%7$s", "currentNodeID": "%8$s", "ownerID": "%9$s", "currentImage": "%5$s",
            "actualSize": %10$d, "lastDegradedAt": "%11$s", "lastAutoSalvagedAt": "", "remountRequestedAt": "",
            "kubernetesStatus": {"namespace": "%12$s", "pvcName": "%13$s", "pvName": "%14$s", "pvStatus": "Bound",
             "lastPVCRefAt": "", "lastPodRefAt": "", "workloadsStatus": null}}}
          """);

  private static final Template POD =
      new Template(
          """
          {"spec": {"nodeName": "%1$s", "containers": [{"name": "main", "image": "simulated/%2$s:1"}]},
           "status": {"phase": "Running", "podIP": "10.42.%3$d.%4$d", "hostIP": "%5$s"}}
          """);

  private final Scene scene;
  private final Canvas canvas;

  VolumePaint(Scene scene, Canvas canvas) {
    this.scene = scene;
    this.canvas = canvas;
  }

  void paint(World world) {
    EnginePaint engines = new EnginePaint(canvas, world.machines());
    int number = 0;
    for (Volume v : world.volumes()) {
      engines.paint(v, number); // a volume's own status is the last that is written
      volume(v);
      if (v.attached()) {
        pod(v, number, world.machines());
      }
      number++;
    }
  }

  private void volume(Volume v) {
    Disk disk = v.disk();
    ObjectNode body =
        VOLUME.with(
            disk.size(),
            disk.replicas(),
            v.node(),
            scene.tempo().minutes(VolumePlay.STALE),
            IMAGE,
            state(v),
            v.robustness().name().toLowerCase(Locale.ROOT),
            v.attached() ? v.node() : "",
            v.copies().isEmpty() ? v.node() : v.copies().getFirst().node(),
            disk.used(),
            Canvas.stamp(v.degradedAt()),
            disk.namespace(),
            disk.claim(),
            v.name());
    ObjectNode status = (ObjectNode) body.get("status");
    ArrayNode conditions = status.putArray("conditions");
    Since no = new Since(false, v.placeable().at());
    conditions.add(
        v.placeable().is()
            ? Canvas.told("Scheduled", v.placeable(), "", "")
            : Canvas.told(
                "Scheduled",
                v.placeable(),
                "ReplicaSchedulingFailure",
                "precheck new replica failed: disks are unavailable"));
    conditions.add(Canvas.told("Restore", no, "", ""));
    conditions.add(Canvas.told("TooManySnapshots", no, "", ""));
    if (!disk.workload().isEmpty()) {
      ((ObjectNode) status.get("kubernetesStatus"))
          .putArray("workloadsStatus")
          .addObject()
          .put("podName", podName(v))
          .put("podStatus", v.engine().runs() ? "Running" : "Pending")
          .put("workloadName", disk.workload())
          .put("workloadType", disk.kind());
    }
    canvas.put(
        Title.longhorn("Volume", "volumes", v.name()),
        "",
        Map.of("longhornvolume", v.name()),
        body);
  }

  private static String state(Volume v) {
    if (v.attached()) {
      return "attached";
    }
    return v.disk().node().isEmpty() || v.robustness() == Volume.Robustness.FAULTED
        ? "detached"
        : "attaching";
  }

  private static String podName(Volume v) {
    Disk disk = v.disk();
    return disk.kind().equals("StatefulSet")
        ? disk.workload() + "-0"
        : disk.workload() + "-" + Volume.id("pod", disk.claim(), v.node()).substring(0, 8);
  }

  /** As ready as its node says. */
  private void pod(Volume v, int number, Map<String, Machine> machines) {
    Machine on = machines.get(v.node());
    if (on == null) {
      return;
    }
    ObjectNode body =
        POD.with(v.node(), v.disk().workload(), on.number(), 100 + number, on.place().address());
    boolean ready = on.ready().is() && v.engine().state() == State.RUNNING;
    long at = Math.max(on.ready().at(), v.engine().since());
    ((ObjectNode) body.get("status"))
        .putArray("conditions")
        .add(Canvas.condition("Ready", ready ? "True" : "False", "", "", at));
    canvas.put(
        new Title("v1", "Pod", "pods", v.disk().namespace(), podName(v)),
        v.node(),
        Map.of("app.kubernetes.io/name", v.disk().workload()),
        body);
  }
}
