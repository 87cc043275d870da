package io.vigie.sim.play;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.play.Canvas.Title;
import io.vigie.sim.play.Copy.Stage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Engines and replicas. */
final class EnginePaint {

  private static final String IMAGE = "longhornio/longhorn-engine:simulated";

  private static final Template ENGINE =
      new Template(
          """
          {"spec": {"volumeName": "%1$s", "volumeSize": "%2$d", "nodeID": "%3$s", "desireState": "%4$s", "active": true,
            "dataEngine": "v1", "frontend": "blockdev", "image": "%5$s", "salvageRequested": false, "replicaAddressMap": {}},
           "status": {"currentState": "%6$s", "currentSize": "%2$d", "ownerID": "%3$s", "currentImage": "%5$s",
            "endpoint": "%7$s", "instanceManagerName": "%8$s", "ip": "%9$s", "storageIP": "%9$s", "port": %10$d, "started": %11$b,
            "currentReplicaAddressMap": null, "replicaModeMap": null, "replicaTransitionTimeMap": {}, "snapshots": null,
            "rebuildStatus": {}, "purgeStatus": {}, "restoreStatus": {}, "snapshotsError": "", "isExpanding": false}}
          """);

  private static final Template REPLICA =
      new Template(
          """
          {"spec": {"volumeName": "%1$s", "volumeSize": "%2$d", "nodeID": "%3$s", "engineName": "%4$s", "active": true,
            "desireState": "%5$s", "dataEngine": "v1", "diskID": "%6$s", "diskPath": "/var/lib/longhorn/",
            "dataDirectoryName": "%7$s", "image": "%8$s", "evictionRequested": false, "salvageRequested": false,
            "failedAt": "%9$s", "healthyAt": "%10$s", "lastFailedAt": "%11$s", "lastHealthyAt": "%12$s", "rebuildRetryCount": %13$d},
           "status": {"currentState": "%14$s", "ownerID": "%3$s", "currentImage": "%8$s", "instanceManagerName": "%15$s",
            "ip": "%16$s", "storageIP": "%16$s", "port": %17$d, "started": %18$b}}
          """);

  private final Canvas canvas;
  private final Map<String, Machine> machines;

  EnginePaint(Canvas canvas, Map<String, Machine> machines) {
    this.canvas = canvas;
    this.machines = machines;
  }

  void paint(Volume v, int number) {
    engine(v, number);
    v.copies().forEach(copy -> replica(v, copy, number));
  }

  private static String engineName(Volume v) {
    return v.name() + "-e-0";
  }

  private void engine(Volume v, int number) {
    Machine on = machines.get(v.node());
    boolean runs = v.engine().runs();
    String ip = on == null || !runs ? "" : Address.manager(on);
    String state =
        switch (v.engine().state()) {
          case RUNNING -> "running";
          case UNKNOWN -> "unknown";
          case STOPPED -> "stopped";
        };
    ObjectNode body =
        ENGINE.with(
            v.name(),
            v.disk().size(),
            v.node(),
            v.node().isEmpty() ? "stopped" : "running",
            IMAGE,
            state,
            runs ? "/dev/longhorn/" + v.name() : "",
            v.attached() ? Address.managerName(v.node()) : "",
            ip,
            runs ? Address.engine(number) : 0,
            v.attached());
    if (v.attached()) {
      addresses(v, number, (ObjectNode) body.get("spec").get("replicaAddressMap"));
    }
    if (runs) {
      known(v, number, (ObjectNode) body.get("status"));
    }
    Map<String, String> labels = Map.of("longhornvolume", v.name(), "longhornnode", v.node());
    canvas.put(Title.longhorn("Engine", "engines", engineName(v)), "", labels, body);
  }

  private void addresses(Volume v, int number, ObjectNode map) {
    v.copies().stream()
        .filter(Copy::runs)
        .forEach(copy -> map.put(copy.name(), address(copy, number)));
  }

  /** What a running engine says of itself. */
  private void known(Volume v, int number, ObjectNode status) {
    ObjectNode addresses = status.putObject("currentReplicaAddressMap");
    ObjectNode modes = status.putObject("replicaModeMap");
    ObjectNode times = status.putObject("replicaTransitionTimeMap");
    ObjectNode rebuilds = status.putObject("rebuildStatus");
    for (Copy copy : v.copies()) {
      String mode = mode(copy);
      if (mode != null) {
        addresses.put(copy.name(), address(copy, number));
        modes.put(copy.name(), mode);
        times.put(copy.name(), Canvas.stamp(copy.since()));
      }
      if (copy.stage() == Stage.COPYING) {
        rebuilds.set("tcp://" + address(copy, number), rebuild(v, copy, number));
      }
    }
    long old = v.disk().used() / 4 * 3;
    ObjectNode snapshots = status.putObject("snapshots");
    snapshot(snapshots, "snap-daily", "", "volume-head", old);
    snapshot(snapshots, "volume-head", "snap-daily", "", v.disk().used() - old);
  }

  private ObjectNode rebuild(Volume v, Copy copy, int number) {
    ObjectNode status =
        Canvas.object()
            .put("isRebuilding", true)
            .put("progress", copy.progress())
            .put("state", "in_progress")
            .put("error", "");
    var sources = status.putArray("fromReplicaAddressList");
    v.copies().stream()
        .filter(Copy::inUse)
        .forEach(source -> sources.add("tcp://" + address(source, number)));
    status.put("fromReplicaAddress", sources.path(0).asText());
    return status;
  }

  private void snapshot(ObjectNode all, String name, String parent, String child, long bytes) {
    ObjectNode one =
        all.putObject(name)
            .put("name", name)
            .put("parent", parent)
            .put("created", canvas.beginning())
            .put("size", Long.toString(bytes))
            .put("removed", false)
            .put("usercreated", !parent.isEmpty() || !child.isEmpty());
    ObjectNode children = one.putObject("children");
    if (!child.isEmpty()) {
      children.put(child, true);
    }
    one.putObject("labels");
  }

  private static @Nullable String mode(Copy copy) {
    return switch (copy.stage()) {
      case IN_USE -> "RW";
      case ERR -> "ERR";
      case COPYING -> "WO";
      case FAILED, QUEUED, STARTING, RUNNING -> null;
    };
  }

  private String address(Copy copy, int number) {
    return ip(copy) + ":" + Address.replica(number, copy);
  }

  private String ip(Copy copy) {
    Machine on = machines.get(copy.node());
    return on == null ? "" : Address.manager(on);
  }

  private void replica(Volume v, Copy copy, int number) {
    Machine on = machines.get(copy.node());
    boolean runs = v.attached() && copy.runs();
    boolean wanted = v.attached() && !copy.failed();
    Copy.Marks marks = copy.marks();
    ObjectNode body =
        REPLICA.with(
            v.name(),
            v.disk().size(),
            copy.node(),
            engineName(v),
            wanted ? "running" : "stopped",
            Address.disk(copy.node()),
            v.name() + "-" + copy.name().substring(copy.name().lastIndexOf('-') + 1),
            IMAGE,
            Canvas.stamp(marks.failedAt()),
            Canvas.stamp(marks.healthyAt()),
            Canvas.stamp(marks.lastFailedAt()),
            Canvas.stamp(marks.lastHealthyAt()),
            marks.retries(),
            state(copy, runs, on),
            runs ? Address.managerName(copy.node()) : "",
            runs ? ip(copy) : "",
            runs ? Address.replica(number, copy) : 0,
            runs);
    ((ObjectNode) body.get("status"))
        .putArray("conditions")
        .add(Canvas.told("InstanceCreation", new Since(true, copy.since()), "", ""))
        .add(Canvas.told("RebuildFailed", new Since(false, copy.since()), "", ""));
    Map<String, String> labels =
        Map.of(
            "longhornvolume", v.name(),
            "longhornnode", copy.node(),
            "longhorndiskuuid", Address.disk(copy.node()));
    canvas.put(Title.longhorn("Replica", "replicas", copy.name()), "", labels, body);
  }

  private static String state(Copy copy, boolean runs, @Nullable Machine on) {
    if (copy.stage() == Stage.STARTING) {
      return "starting";
    }
    if (!runs) {
      return "stopped";
    }
    return on != null && on.storage().is() ? "running" : "unknown";
  }
}
