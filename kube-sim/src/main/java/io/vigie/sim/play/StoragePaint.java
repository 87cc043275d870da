package io.vigie.sim.play;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.play.Canvas.Title;
import java.util.Map;
import java.util.TreeMap;

/** Longhorn's settings, nodes and instance managers. */
final class StoragePaint {

  private static final long DISK_BYTES = 200L << 30;
  private static final String DISK = "default-disk";

  private static final Template NODE =
      new Template(
          """
          {"spec": {"name": "%1$s", "allowScheduling": true, "evictionRequested": false, "tags": [],
            "disks": {"default-disk": {"allowScheduling": true, "evictionRequested": false, "diskType": "filesystem",
             "path": "/var/lib/longhorn/", "storageReserved": 0, "tags": []}}},
           "status": {"autoEvicting": false, "region": "", "zone": "",
            "diskStatus": {"default-disk": {"diskName": "default-disk", "diskUUID": "%2$s", "diskType": "filesystem",
             "diskPath": "/var/lib/longhorn/", "filesystemType": "ext2/ext3",
             "storageMaximum": %3$d, "storageAvailable": %4$d, "storageScheduled": %5$d}}}}
          """);

  private static final Template MANAGER =
      new Template(
          """
          {"spec": {"nodeID": "%1$s", "type": "aio", "dataEngine": "v1", "image": "longhornio/longhorn-instance-manager:simulated"},
           "status": {"ownerID": "%2$s", "currentState": "%3$s", "ip": "%4$s", "apiVersion": 7, "apiMinVersion": 5,
            "instanceEngines": {}, "instanceReplicas": {}}}
          """);

  private static final Template BUDGET =
      new Template(
          """
          {"spec": {"minAvailable": 1, "selector": {"matchLabels": {"longhorn.io/component": "instance-manager", "longhorn.io/node": "%1$s"}}},
           "status": {"currentHealthy": %2$d, "desiredHealthy": 1, "expectedPods": 1, "disruptionsAllowed": 0, "observedGeneration": 1}}
          """);

  private final Scene scene;
  private final Canvas canvas;

  StoragePaint(Scene scene, Canvas canvas) {
    this.scene = scene;
    this.canvas = canvas;
  }

  void paint(World world) {
    settings().forEach(this::setting);
    for (Machine m : world.machines().values()) {
      node(m, world);
      manager(m, world);
      budget(m);
    }
  }

  /** Times of settings are those of this cluster's clock. */
  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("auto-salvage", "true");
    settings.put("concurrent-replica-rebuild-per-node-limit", Integer.toString(scene.rebuilds()));
    settings.put("disable-scheduling-on-cordoned-node", "true");
    settings.put("engine-replica-timeout", "{\"v1\":\"8\",\"v2\":\"8\"}");
    settings.put("node-down-pod-deletion-policy", "do-nothing");
    settings.put("node-drain-policy", "block-if-contains-last-replica");
    settings.put("offline-replica-rebuilding", "false");
    settings.put("replica-auto-balance", "disabled");
    settings.put("replica-rebuild-concurrent-sync-limit", "{\"v1\":\"1\"}");
    settings.put(
        "replica-replenishment-wait-interval",
        Long.toString(scene.tempo().seconds(VolumePlay.REPLENISH_WAIT)));
    settings.put("replica-soft-anti-affinity", "false");
    return settings;
  }

  private void setting(String name, String value) {
    ObjectNode body = Canvas.object().put("value", value);
    body.putObject("status").put("applied", true);
    canvas.put(Title.longhorn("Setting", "settings", name), "", Map.of(), body);
  }

  private void node(Machine m, World world) {
    ObjectNode scheduled = Canvas.object();
    long bytes = 0;
    long used = 0;
    for (Volume v : world.volumes()) {
      for (Copy copy : v.copies()) {
        if (copy.node().equals(m.name())) {
          scheduled.put(copy.name(), v.disk().size());
          bytes += v.disk().size();
          used += v.disk().used();
        }
      }
    }
    ObjectNode body =
        NODE.with(m.name(), Address.disk(m.name()), DISK_BYTES, DISK_BYTES - used, bytes);
    ObjectNode status = (ObjectNode) body.get("status");
    ArrayNode conditions = status.putArray("conditions");
    conditions.add(
        m.storage().is()
            ? Canvas.told("Ready", m.storage(), "", "Node " + m.name() + " is ready")
            : Canvas.told(
                "Ready",
                m.storage(),
                "KubernetesNodeNotReady",
                "Kubernetes node " + m.name() + " not ready: NodeStatusUnknown"));
    Since schedulable = new Since(!m.cordoned().is(), m.cordoned().at());
    conditions.add(
        schedulable.is()
            ? Canvas.told("Schedulable", schedulable, "", "")
            : Canvas.told(
                "Schedulable",
                schedulable,
                "KubernetesNodeCordoned",
                "Node " + m.name() + " is cordoned"));
    ObjectNode disk = (ObjectNode) status.get("diskStatus").get(DISK);
    ArrayNode ofDisk = disk.putArray("conditions");
    String reason = m.storage().is() ? "" : "NodeNotReady";
    ofDisk.add(Canvas.told("Ready", m.storage(), reason, ""));
    ofDisk.add(Canvas.told("Schedulable", m.storage(), reason, ""));
    disk.set("scheduledReplica", scheduled);
    canvas.put(Title.longhorn("Node", "nodes", m.name()), "", Map.of(), body);
  }

  private void manager(Machine m, World world) {
    String state = m.manager().is() ? "running" : m.storage().is() ? "starting" : "unknown";
    String owner = m.storage().is() ? m.name() : anyOther(m, world);
    ObjectNode body = MANAGER.with(m.name(), owner, state, Address.manager(m));
    ((ObjectNode) body.get("status"))
        .putArray("conditions")
        .add(Canvas.told("NodeReady", m.storage(), m.storage().is() ? "" : "Down", ""))
        .add(Canvas.told("PodReady", m.manager(), "", ""));
    Map<String, String> labels =
        Map.of(
            "longhorn.io/component",
            "instance-manager",
            "longhorn.io/data-engine",
            "v1",
            "longhorn.io/instance-manager-type",
            "aio",
            "longhorn.io/node",
            m.name());
    canvas.put(
        Title.longhorn("InstanceManager", "instancemanagers", Address.managerName(m.name())),
        "",
        labels,
        body);
  }

  private void budget(Machine m) {
    Title title =
        new Title(
            "policy/v1",
            "PodDisruptionBudget",
            "poddisruptionbudgets",
            Canvas.LONGHORN,
            Address.managerName(m.name()));
    canvas.put(title, "", Map.of(), BUDGET.with(m.name(), m.manager().is() ? 1 : 0));
  }

  private static String anyOther(Machine m, World world) {
    return world.machines().values().stream()
        .filter(other -> other.storage().is() && !other.name().equals(m.name()))
        .map(Machine::name)
        .findFirst()
        .orElse(m.name());
  }
}
