package io.vigie.kube.read;

import io.vigie.kube.model.Engine;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Engine.Rebuild;
import io.vigie.kube.model.InstanceManager;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.Setting;
import io.vigie.kube.model.StorageNode;
import io.vigie.kube.model.Volume;
import io.vigie.kube.model.Volume.Robustness;
import io.vigie.kube.model.Volume.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Objects of {@code longhorn.io/v1beta2}. */
final class LonghornReader {

  private LonghornReader() {}

  static Volume volume(Fields object) {
    Fields spec = object.at("spec");
    Fields status = object.at("status");
    Fields use = status.at("kubernetesStatus");
    return new Volume(
        object.at("metadata").name("name"),
        spec.number("size"),
        spec.count("numberOfReplicas"),
        spec.text("dataLocality").equals("strict-local"),
        spec.count("staleReplicaTimeout"),
        spec.at("dataLayout").text("type").equals("sharded"),
        !spec.text("migrationNodeID").isEmpty(),
        state(status.text("state")),
        robustness(status.text("robustness")),
        status.text("currentNodeID").intern(),
        status.instant("lastDegradedAt"),
        status.number("actualSize"),
        status.condition("Scheduled"),
        use.text("pvcName").isEmpty() ? "" : use.text("namespace") + "/" + use.text("pvcName"),
        workload(use),
        deleting(object));
  }

  static Engine engine(Fields object) {
    Fields spec = object.at("spec");
    Fields status = object.at("status");
    Map<String, String> owners = new HashMap<>();
    spec.map("replicaAddressMap").forEach((replica, at) -> owners.put(at, replica));
    status.map("currentReplicaAddressMap").forEach((replica, at) -> owners.put(at, replica));
    Map<String, Mode> modes = new HashMap<>();
    status.map("replicaModeMap").forEach((replica, mode) -> modes.put(replica, mode(mode)));
    Map<String, Rebuild> rebuilds = new HashMap<>();
    TreeSet<String> sources = new TreeSet<>();
    status
        .objects("rebuildStatus")
        .forEach(
            (address, copy) -> {
              String replica = owners.get(bare(address));
              if (replica != null) {
                rebuilds.put(replica, rebuild(copy));
              }
              addresses(copy).stream()
                  .map(owners::get)
                  .filter(owner -> owner != null)
                  .forEach(sources::add);
            });
    long bytes = 0;
    for (Fields snapshot : status.objects("snapshots").values()) {
      bytes += Math.max(0, snapshot.number("size"));
    }
    String running = status.text("currentState");
    return new Engine(
        object.at("metadata").name("name"),
        spec.text("volumeName"),
        spec.text("nodeID").intern(),
        spec.truth("active"),
        running.equals("running"),
        running.equals("unknown"),
        modes,
        status.map("replicaTransitionTimeMap"),
        rebuilds,
        List.copyOf(sources),
        bytes);
  }

  static Replica replica(Fields object) {
    Fields spec = object.at("spec");
    Fields status = object.at("status");
    return new Replica(
        object.at("metadata").name("name"),
        spec.text("volumeName"),
        spec.text("nodeID").intern(),
        spec.truth("active"),
        spec.instant("failedAt"),
        spec.instant("healthyAt"),
        spec.instant("lastFailedAt"),
        spec.instant("lastHealthyAt"),
        spec.count("rebuildRetryCount"),
        status.text("currentState").equals("running"),
        status.condition("RebuildFailed"),
        deleting(object));
  }

  static StorageNode node(Fields object) {
    Fields status = object.at("status");
    return new StorageNode(
        object.at("metadata").name("name"),
        status.condition("Ready"),
        status.condition("Schedulable"),
        object.at("spec").truth("allowScheduling", true));
  }

  static InstanceManager manager(Fields object) {
    return new InstanceManager(
        object.at("metadata").name("name"),
        object.at("spec").text("nodeID").intern(),
        object.at("status").text("currentState").equals("running"));
  }

  static Setting setting(Fields object) {
    return new Setting(object.at("metadata").name("name"), object.text("value"));
  }

  static boolean deleting(Fields object) {
    return !object.at("metadata").text("deletionTimestamp").isEmpty();
  }

  /** Who uses it now; with {@code lastPodRefAt} set, the workloads are history. */
  private static String workload(Fields use) {
    if (!use.text("lastPodRefAt").isEmpty()) {
      return "";
    }
    for (Fields one : use.items("workloadsStatus")) {
      String name = one.text("workloadName");
      if (!name.isEmpty()) {
        return "%s %s/%s".formatted(one.text("workloadType"), use.text("namespace"), name).strip();
      }
      if (!one.text("podName").isEmpty()) {
        return "Pod " + use.text("namespace") + "/" + one.text("podName");
      }
    }
    return "";
  }

  private static Rebuild rebuild(Fields copy) {
    boolean failed = copy.text("state").equals("error");
    String error = copy.text("error");
    return new Rebuild(
        Math.clamp(copy.number("progress"), 0, 100),
        failed && error.isEmpty() ? "rebuild failed" : error);
  }

  private static List<String> addresses(Fields copy) {
    List<String> many = copy.texts("fromReplicaAddressList");
    List<String> all = many.isEmpty() ? List.of(copy.text("fromReplicaAddress")) : many;
    return all.stream().map(LonghornReader::bare).toList();
  }

  private static String bare(String address) {
    return address.startsWith("tcp://") ? address.substring(6) : address;
  }

  private static Mode mode(String text) {
    return switch (text) {
      case "RW" -> Mode.RW;
      case "WO" -> Mode.WO;
      case "ERR" -> Mode.ERR;
      default -> Mode.OTHER;
    };
  }

  private static State state(String text) {
    return switch (text) {
      case "creating" -> State.CREATING;
      case "attached" -> State.ATTACHED;
      case "detached" -> State.DETACHED;
      case "attaching" -> State.ATTACHING;
      case "detaching" -> State.DETACHING;
      case "deleting" -> State.DELETING;
      default -> State.OTHER;
    };
  }

  private static Robustness robustness(String text) {
    return switch (text) {
      case "healthy" -> Robustness.HEALTHY;
      case "degraded" -> Robustness.DEGRADED;
      case "faulted" -> Robustness.FAULTED;
      default -> Robustness.UNKNOWN;
    };
  }
}
