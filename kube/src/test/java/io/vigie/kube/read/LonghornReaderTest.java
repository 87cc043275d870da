package io.vigie.kube.read;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.kube.model.Condition;
import io.vigie.kube.model.Engine;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Engine.Rebuild;
import io.vigie.kube.model.InstanceManager;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.Setting;
import io.vigie.kube.model.StorageNode;
import io.vigie.kube.model.Tri;
import io.vigie.kube.model.Volume;
import io.vigie.kube.model.Volume.Robustness;
import io.vigie.kube.model.Volume.State;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Longhorn's objects, as its API has them. */
class LonghornReaderTest {

  private static final String VOLUME =
      """
      {"apiVersion": "longhorn.io/v1beta2", "kind": "Volume",
       "metadata": {"name": "wiki", "namespace": "longhorn-system",
         "deletionTimestamp": "2026-01-02T03:04:05Z"},
       "spec": {"size": "10737418240", "numberOfReplicas": 2, "dataLocality": "strict-local",
         "staleReplicaTimeout": 30, "migrationNodeID": "n3", "Standby": false,
         "dataLayout": {"type": "sharded", "mode": "erasureCoding"}},
       "status": {"state": "attached", "robustness": "degraded", "currentNodeID": "n1",
         "lastDegradedAt": "2026-01-02T03:00:00Z", "actualSize": 5368709120,
         "conditions": [
           {"type": "Restore", "status": "False", "lastProbeTime": "", "reason": ""},
           {"type": "Scheduled", "status": "False", "reason": "ReplicaSchedulingFailure",
            "message": "disks are unavailable", "lastProbeTime": "",
            "lastTransitionTime": "2026-01-02T03:01:00Z"}],
         "kubernetesStatus": {"namespace": "docs", "pvcName": "data-wiki-0", "pvName": "wiki",
           "lastPodRefAt": "", "workloadsStatus": [
             {"podName": "wiki-0", "podStatus": "Running", "workloadName": "wiki",
              "workloadType": "StatefulSet"}]}}}
      """;

  private static final String ENGINE =
      """
      {"apiVersion": "longhorn.io/v1beta2", "kind": "Engine",
       "metadata": {"name": "wiki-e-1", "namespace": "longhorn-system"},
       "spec": {"volumeName": "wiki", "nodeID": "n1", "active": true, "desireState": "running",
         "replicaAddressMap": {"wiki-r-a": "10.0.0.1:10000", "wiki-r-b": "10.0.0.2:10010",
           "wiki-r-c": "10.0.0.3:10020"}},
       "status": {"currentState": "running",
         "currentReplicaAddressMap": {"wiki-r-a": "10.0.0.1:10000", "wiki-r-b": "10.0.0.2:10011",
           "wiki-r-c": "10.0.0.3:10020"},
         "replicaModeMap": {"wiki-r-a": "RW", "wiki-r-b": "WO", "wiki-r-c": "ERR",
           "UNKNOWN-tcp://10.0.0.9:1": "XX"},
         "replicaTransitionTimeMap": {"wiki-r-a": "2026-01-01T00:00:00Z",
           "wiki-r-b": "2026-01-02T03:04:05Z"},
         "rebuildStatus": {
           "tcp://10.0.0.2:10011": {"isRebuilding": true, "progress": 42, "state": "in_progress",
             "error": "", "fromReplicaAddress": "tcp://10.0.0.3:10020",
             "fromReplicaAddressList": ["tcp://10.0.0.1:10000"]},
           "tcp://10.0.0.9:1": {"isRebuilding": true, "progress": 7, "state": "in_progress"}},
         "purgeStatus": null,
         "snapshots": {"s1": {"name": "s1", "size": "1000"},
           "volume-head": {"name": "volume-head", "size": "24", "children": null}}}}
      """;

  private static final String REPLICA =
      """
      {"apiVersion": "longhorn.io/v1beta2", "kind": "Replica",
       "metadata": {"name": "wiki-r-b", "namespace": "longhorn-system"},
       "spec": {"volumeName": "wiki", "nodeID": "n2", "active": true, "failedAt": "",
         "healthyAt": "", "lastFailedAt": "2026-01-02T03:00:00Z",
         "lastHealthyAt": "2026-01-01T00:00:00Z", "rebuildRetryCount": 1},
       "status": {"currentState": "running", "conditions": [
         {"type": "RebuildFailed", "status": "True", "reason": "Disconnection",
          "message": "lost it", "lastProbeTime": "",
          "lastTransitionTime": "2026-01-02T03:02:00Z"}]}}
      """;

  private static final String NODE =
      """
      {"apiVersion": "longhorn.io/v1beta2", "kind": "Node",
       "metadata": {"name": "n2", "namespace": "longhorn-system"},
       "spec": {"name": "n2", "allowScheduling": true, "disks": {}},
       "status": {"conditions": [
         {"type": "Ready", "status": "False", "reason": "KubernetesNodeNotReady",
          "message": "m", "lastProbeTime": "", "lastTransitionTime": "2026-01-02T03:00:45Z"},
         {"type": "Schedulable", "status": "True", "reason": "", "message": "",
          "lastProbeTime": "", "lastTransitionTime": "2026-01-01T00:00:00Z"}],
         "diskStatus": null}}
      """;

  private static final String MANAGER =
      """
      {"apiVersion": "longhorn.io/v1beta2", "kind": "InstanceManager",
       "metadata": {"name": "instance-manager-1", "namespace": "longhorn-system"},
       "spec": {"nodeID": "n2"}, "status": {"currentState": "running", "instanceEngines": null}}
      """;

  private static final String SETTING =
      """
      {"apiVersion": "longhorn.io/v1beta2", "kind": "Setting",
       "metadata": {"name": "concurrent-replica-rebuild-per-node-limit"}, "value": "5",
       "status": {"applied": true}}
      """;

  private static final Map<Kind, String> ALL =
      Map.of(
          Kind.VOLUME, VOLUME,
          Kind.ENGINE, ENGINE,
          Kind.REPLICA, REPLICA,
          Kind.STORAGE_NODE, NODE,
          Kind.INSTANCE_MANAGER, MANAGER,
          Kind.SETTING, SETTING);

  private static Kubernetes read(Kind kind, String json) {
    Reading reading = ObjectReader.read(kind, Mutations.json(json));
    return assertInstanceOf(Reading.Good.class, reading).object();
  }

  private static Volume volume(String json) {
    return (Volume) read(Kind.VOLUME, json);
  }

  private static Engine engine(String json) {
    return (Engine) read(Kind.ENGINE, json);
  }

  private static Replica replica(String json) {
    return (Replica) read(Kind.REPLICA, json);
  }

  private static StorageNode node(String json) {
    return (StorageNode) read(Kind.STORAGE_NODE, json);
  }

  @Test
  void aVolumeIsRead() {
    assertEquals(
        new Volume(
            "wiki",
            10_737_418_240L,
            2,
            true,
            30,
            true,
            true,
            State.ATTACHED,
            Robustness.DEGRADED,
            "n1",
            "2026-01-02T03:00:00Z",
            5_368_709_120L,
            new Condition(
                Tri.FALSE,
                "ReplicaSchedulingFailure",
                "disks are unavailable",
                "2026-01-02T03:01:00Z"),
            "docs/data-wiki-0",
            "StatefulSet docs/wiki",
            true),
        volume(VOLUME));
  }

  @Test
  void aVolumeThatIsNewHasNoStatus() {
    Volume read = volume("{\"metadata\": {\"name\": \"new\"}}");
    assertEquals("new", read.key());
    assertEquals(State.OTHER, read.state());
    assertEquals(Robustness.UNKNOWN, read.robustness());
    assertEquals("", read.claim());
    assertEquals("", read.workload());
    assertFalse(read.sharded());
    assertFalse(read.scheduled().isPresent());
  }

  @Test
  void whoUsesAVolumeIsItsWorkloadElseItsPodUnlessThatIsHistory() {
    assertEquals("Pod docs/wiki-0", volume(VOLUME.replace("\"wiki\",\n", "\"\",\n")).workload());
    assertEquals(
        "",
        volume(VOLUME.replace("PodRefAt\": \"\"", "PodRefAt\": \"2026-01-02T03:04:05Z\""))
            .workload());
    assertEquals("", volume(VOLUME.replace("data-wiki-0", "")).claim());
  }

  @Test
  void aWordThatIsNotKnownIsNoError() {
    Volume read =
        volume(VOLUME.replace("\"attached\"", "\"levitating\"").replace("degraded", "dreaming"));
    assertEquals(State.OTHER, read.state());
    assertEquals(Robustness.UNKNOWN, read.robustness());
    assertEquals(Mode.OTHER, engine(ENGINE).modes().get("UNKNOWN-tcp://10.0.0.9:1"));
  }

  @Test
  void eachStateAndRobustnessHasItsWord() {
    for (State state : State.values()) {
      String word = state.name().toLowerCase(Locale.ROOT);
      assertEquals(state, volume(VOLUME.replace("\"attached\"", '"' + word + '"')).state());
    }
    for (Robustness robustness : Robustness.values()) {
      String word = robustness.name().toLowerCase(Locale.ROOT);
      assertEquals(robustness, volume(VOLUME.replace("degraded", word)).robustness());
    }
  }

  @Test
  void anEngineIsRead() {
    assertEquals(
        new Engine(
            "wiki-e-1",
            "wiki",
            "n1",
            true,
            true,
            false,
            Map.of(
                "wiki-r-a", Mode.RW,
                "wiki-r-b", Mode.WO,
                "wiki-r-c", Mode.ERR,
                "UNKNOWN-tcp://10.0.0.9:1", Mode.OTHER),
            Map.of("wiki-r-a", "2026-01-01T00:00:00Z", "wiki-r-b", "2026-01-02T03:04:05Z"),
            Map.of("wiki-r-b", new Rebuild(42, "")),
            List.of("wiki-r-a"),
            1_024),
        engine(ENGINE));
  }

  @Test
  void progressIsClampedAndAnErrorHasWords() {
    assertEquals(100, rebuild("42", "255").progress());
    assertEquals(0, rebuild("42", "-1").progress());
    assertEquals("rebuild failed", rebuild("\"in_progress\"", "\"error\"").error());
    assertEquals("no space", rebuild("\"error\": \"\"", "\"error\": \"no space\"").error());
  }

  private static Rebuild rebuild(String from, String to) {
    return requireNonNull(engine(ENGINE.replaceFirst(from, to)).rebuilds().get("wiki-r-b"));
  }

  @Test
  void theOldNameOfASourceIsReadWhereTheNewOneIsNot() {
    String old = ENGINE.replace("[\"tcp://10.0.0.1:10000\"]", "null");
    assertEquals(List.of("wiki-r-c"), engine(old).sources());
  }

  @Test
  void anEngineThatDoesNotAnswerIsLostAndOneThatStoppedHasNothing() {
    Engine lost = engine(ENGINE.replace("State\": \"running", "State\": \"unknown"));
    assertTrue(lost.lost());
    assertFalse(lost.running());
    Engine stopped =
        engine(
            """
            {"metadata": {"name": "e"}, "spec": {"volumeName": "v", "replicaAddressMap": null},
             "status": {"currentState": "stopped", "replicaModeMap": null, "rebuildStatus": null,
               "snapshots": null, "replicaTransitionTimeMap": null}}
            """);
    assertEquals(Map.of(), stopped.modes());
    assertEquals(Map.of(), stopped.rebuilds());
    assertEquals(0, stopped.bytes());
  }

  @Test
  void aReplicaIsRead() {
    Replica read = replica(REPLICA);
    assertEquals(
        new Replica(
            "wiki-r-b",
            "wiki",
            "n2",
            true,
            "",
            "",
            "2026-01-02T03:00:00Z",
            "2026-01-01T00:00:00Z",
            1,
            true,
            new Condition(Tri.TRUE, "Disconnection", "lost it", "2026-01-02T03:02:00Z"),
            false),
        read);
    assertTrue(read.isRebuilding());
    assertTrue(read.isReused());
    assertFalse(read.isSafe());
  }

  @Test
  void aReplicaIsSafeOnlyWithDataThatIsNewerThanItsFailure() {
    String whole =
        REPLICA.replace("\"healthyAt\": \"\"", "\"healthyAt\": \"2026-01-02T03:09:00Z\"");
    assertFalse(replica(whole).isSafe(), "salvaged");
    String again = whole.replace("2026-01-01T00:00:00Z", "2026-01-02T03:09:00Z");
    assertTrue(replica(again).isSafe());
    assertTrue(replica(whole.replace("2026-01-02T03:00:00Z", "")).isSafe(), "it never failed");
    assertFalse(replica(again.replace("\"active\": true", "\"active\": false")).isSafe());
    assertFalse(
        replica(again.replace("\"failedAt\": \"\"", "\"failedAt\": \"2026-01-02T03:10:00Z\""))
            .isSafe());
    assertFalse(
        replica("{\"metadata\": {\"name\": \"new\"}, \"spec\": {\"active\": true}}").isSafe());
  }

  @Test
  void aNodeIsReadAndIsUsableOnlyIfReadyAndNotCordoned() {
    StorageNode read = node(NODE);
    assertEquals("n2", read.key());
    assertEquals("KubernetesNodeNotReady", read.ready().reason());
    assertTrue(read.allowed());
    assertFalse(read.isUsable());
    String ready = NODE.replaceFirst("\"False\"", "\"True\"");
    assertTrue(node(ready).isUsable());
    assertFalse(
        node(ready.replace(
                "Schedulable\", \"status\": \"True", "Schedulable\", \"status\": \"False"))
            .isUsable());
    assertFalse(node(ready.replace("Scheduling\": true", "Scheduling\": false")).isUsable());
  }

  @Test
  void anInstanceManagerIsRead() {
    assertEquals(
        new InstanceManager("instance-manager-1", "n2", true),
        read(Kind.INSTANCE_MANAGER, MANAGER));
    InstanceManager unknown =
        (InstanceManager) read(Kind.INSTANCE_MANAGER, MANAGER.replace("running", "unknown"));
    assertFalse(unknown.running());
  }

  @Test
  void aSettingsNumberIsPlainOrThatOfTheFirstDataEngine() {
    Setting read = (Setting) read(Kind.SETTING, SETTING);
    assertEquals("concurrent-replica-rebuild-per-node-limit", read.key());
    assertEquals(OptionalInt.of(5), read.number());
    assertEquals(OptionalInt.of(8), number("{\\\"v1\\\":\\\"8\\\",\\\"v2\\\":\\\"4\\\"}"));
    assertEquals(OptionalInt.of(8), number("{\\\"v2\\\": 4, \\\"v1\\\": 8}"));
    assertEquals(OptionalInt.empty(), number("{\\\"v2\\\":\\\"4\\\"}"));
    assertEquals(OptionalInt.empty(), number("block-if-contains-last-replica"));
    assertEquals(OptionalInt.empty(), number("-1"));
    assertEquals(OptionalInt.empty(), number(""));
    assertEquals(OptionalInt.empty(), number("99999999999"));
  }

  private static OptionalInt number(String value) {
    return ((Setting) read(Kind.SETTING, SETTING.replace("\"5\"", '"' + value + '"'))).number();
  }

  @Test
  void whatIsBrokenSaysWhere() {
    for (Map.Entry<Kind, String> one : ALL.entrySet()) {
      Reading reading =
          ObjectReader.read(one.getKey(), Mutations.json("{\"metadata\": {\"name\": 7}}"));
      assertEquals(new Reading.Broken("object.metadata.name: text expected"), reading);
    }
    assertEquals(
        new Reading.Broken("object.spec.size: whole number expected"),
        ObjectReader.read(Kind.VOLUME, Mutations.json(VOLUME.replace("10737418240", "10Gi"))));
    assertEquals(
        new Reading.Broken(
            "object.status.rebuildStatus.tcp://10.0.0.2:10011.progress: whole number expected"),
        ObjectReader.read(Kind.ENGINE, Mutations.json(ENGINE.replace("42", "\"much\""))));
    assertEquals(
        new Reading.Broken("object.spec.lastFailedAt: RFC 3339 instant expected"),
        ObjectReader.read(
            Kind.REPLICA, Mutations.json(REPLICA.replace("2026-01-02T03:00:00Z", "yesterday"))));
  }

  @Test
  void noFieldOfAnyShapeStopsTheReading() {
    ALL.forEach((kind, json) -> Mutations.check(kind, Mutations.json(json)));
  }
}
