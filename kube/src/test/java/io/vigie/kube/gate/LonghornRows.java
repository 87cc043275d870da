package io.vigie.kube.gate;

import static io.vigie.kube.gate.Area.LONGHORN;
import static io.vigie.kube.gate.Drafts.BEFORE;
import static io.vigie.kube.gate.Drafts.NOW;
import static io.vigie.kube.gate.Drafts.condition;
import static io.vigie.kube.gate.Row.row;
import static io.vigie.kube.gate.Verdict.NO;
import static io.vigie.kube.gate.Verdict.UNKNOWN;
import static io.vigie.kube.gate.Verdict.WARNING;
import static io.vigie.kube.gate.Verdict.YES;

import io.vigie.event.Standing;
import io.vigie.kube.gate.Drafts.VolumeDraft;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Tri;
import io.vigie.kube.model.Volume.Robustness;
import io.vigie.kube.model.Volume.State;
import java.util.List;
import java.util.stream.Stream;

/** Rows about volumes. */
final class LonghornRows {

  private LonghornRows() {}

  static List<Row> rows() {
    return Stream.of(replicas(), volumes(), rebuilds(), drains()).flatMap(List::stream).toList();
  }

  private static List<Row> replicas() {
    return List.of(
        row(
            "detached, and the other replicas' nodes are dead though nothing failed",
            3,
            NO,
            LONGHORN,
            "no whole replica elsewhere: pvc-1 (StatefulSet git/gitea; k3s-1 is not ready",
            s -> {
              s.volume(VolumeDraft::detach);
              s.node(1, n -> n.ready = condition(Tri.UNKNOWN));
              s.node(2, n -> n.ready = condition(Tri.UNKNOWN));
            }),
        row(
            "detached, and only the probes know that the others are dead",
            3,
            NO,
            LONGHORN,
            "k3s-1 is down; k3s-2 is down",
            s ->
                s.volume(VolumeDraft::detach)
                    .standing(1, Standing.DOWN)
                    .standing(2, Standing.DOWN)),
        row(
            "a replica that was never whole looks as if it had not failed",
            3,
            NO,
            LONGHORN,
            "the one on k3s-2 was never whole",
            s -> {
              s.volume("pvc-1", new VolumeDraft(2, 3)).volume(VolumeDraft::detach);
              s.replica(
                  2,
                  r -> {
                    r.healthyAt = "";
                    r.lastHealthyAt = "";
                  });
            }),
        row(
            "it failed after it was last whole",
            3,
            NO,
            LONGHORN,
            "the one on k3s-2 failed after it was last whole",
            s -> {
              s.volume("pvc-1", new VolumeDraft(2, 3)).volume(VolumeDraft::detach);
              s.replica(2, r -> r.lastFailedAt = NOW);
            }),
        row(
            "it failed, and has been whole again since",
            3,
            YES,
            LONGHORN,
            "each of 1 volumes",
            s -> {
              s.volume("pvc-1", new VolumeDraft(2, 3)).volume(VolumeDraft::detach);
              s.replica(
                  2,
                  r -> {
                    r.lastFailedAt = BEFORE;
                    r.lastHealthyAt = NOW;
                  });
            }),
        row(
            "an old replica that is not active does not count",
            3,
            NO,
            LONGHORN,
            "no whole replica elsewhere: pvc-1",
            s ->
                s.volume("pvc-1", new VolumeDraft(2, 3))
                    .volume(VolumeDraft::detach)
                    .replica(2, r -> r.active = false)),
        row(
            "the other replica's node is cordoned",
            3,
            NO,
            LONGHORN,
            "k3s-2 is cordoned",
            s ->
                s.volume("pvc-1", new VolumeDraft(2, 3))
                    .node(2, n -> n.cordoned = true)
                    .volume(v -> v.wanted = 2)),
        row(
            "the other replica's node is not ready for Longhorn alone",
            3,
            NO,
            LONGHORN,
            "k3s-2 is not ready for Longhorn",
            s ->
                s.volume("pvc-1", new VolumeDraft(2, 3))
                    .storageNode(2, n -> n.ready = condition(Tri.FALSE, "ManagerPodDown"))),
        row(
            "the other replica's instance manager does not run",
            3,
            NO,
            LONGHORN,
            "k3s-2 runs no instance manager",
            s -> s.volume("pvc-1", new VolumeDraft(2, 3)).manager(2, false)),
        row(
            "the other replica is out of its engine",
            3,
            NO,
            LONGHORN,
            "the one on k3s-2 is ERR",
            s -> s.volume("pvc-1", new VolumeDraft(2, 3)).engine(e -> e.modes.put(2, Mode.ERR))),
        row(
            "one whole replica elsewhere is enough",
            3,
            YES,
            LONGHORN,
            WARNING,
            "on one replica alone while the node is away: pvc-1",
            s -> s.volume("pvc-1", new VolumeDraft(1, 3)).volume(v -> v.wanted = 2)));
  }

  private static List<Row> volumes() {
    return List.of(
        row(
            "a volume with one replica, here",
            3,
            NO,
            LONGHORN,
            "downtime unavoidable, the only replica is here: pvc-2 (StatefulSet git/gitea)",
            s -> s.volume("pvc-2", single(3))),
        row(
            "a volume with one replica, elsewhere",
            3,
            YES,
            LONGHORN,
            "each of 2 volumes",
            s -> s.volume("pvc-2", single(2))),
        row(
            "a strict-local volume, here",
            3,
            NO,
            LONGHORN,
            "strict-local",
            s -> {
              VolumeDraft local = single(3);
              local.strictLocal = true;
              local.node = "k3s-3";
              s.volume("pvc-2", local);
            }),
        row(
            "degraded",
            3,
            NO,
            LONGHORN,
            "degraded: pvc-1",
            s ->
                s.volume(v -> v.robustness = Robustness.DEGRADED)
                    .replica(2, Drafts.ReplicaDraft::fail)),
        row(
            "a replica has just failed, and the volume does not say so yet",
            3,
            NO,
            LONGHORN,
            "a replica has just failed: pvc-1",
            s -> s.engine(e -> e.modes.put(2, Mode.ERR))),
        row(
            "faulted",
            3,
            NO,
            LONGHORN,
            "faulted: pvc-1",
            s ->
                s.volume(
                    v -> {
                      v.detach();
                      v.robustness = Robustness.FAULTED;
                    })),
        row(
            "the engine's node does not answer",
            3,
            NO,
            LONGHORN,
            "robustness unknown",
            s -> s.volume(v -> v.robustness = Robustness.UNKNOWN).engine(e -> e.lost = true)),
        row(
            "detached: that its robustness is unknown says nothing",
            3,
            YES,
            LONGHORN,
            "each of 1 volumes",
            s -> s.volume(VolumeDraft::detach)),
        row(
            "detached with a failed replica",
            3,
            YES,
            LONGHORN,
            WARNING,
            "detached with replicas that are not whole",
            s -> s.volume(VolumeDraft::detach).replica(2, Drafts.ReplicaDraft::fail)),
        row(
            "being detached",
            3,
            UNKNOWN,
            LONGHORN,
            "being attached, detached or made: pvc-1",
            s -> s.volume(v -> v.state = State.DETACHING)),
        row(
            "in a state of a later Longhorn",
            3,
            UNKNOWN,
            LONGHORN,
            "being attached, detached or made",
            s -> s.volume(v -> v.state = State.OTHER)),
        row(
            "being migrated",
            3,
            NO,
            LONGHORN,
            "being migrated live: pvc-1",
            s -> s.volume(v -> v.migrating = true)),
        row(
            "in shards",
            3,
            UNKNOWN,
            LONGHORN,
            "kept in shards",
            s -> s.volume(v -> v.sharded = true)),
        row(
            "a volume that is being deleted does not matter",
            3,
            YES,
            LONGHORN,
            "each of 1 volumes",
            s -> {
              VolumeDraft going = single(3);
              going.deleting = true;
              s.volume("pvc-2", going);
            }));
  }

  private static VolumeDraft single(int node) {
    VolumeDraft volume = new VolumeDraft(node);
    volume.wanted = 1;
    return volume;
  }

  private static List<Row> rebuilds() {
    return List.of(
        row(
            "a rebuild anywhere",
            3,
            NO,
            LONGHORN,
            "being rebuilt: pvc-1 (on k3s-2 is at 42 %)",
            s ->
                s.volume(v -> v.robustness = Robustness.DEGRADED)
                    .replica(2, Drafts.ReplicaDraft::rebuild)
                    .engine(
                        e -> {
                          e.modes.put(2, Mode.WO);
                          e.copies.put(2, 42);
                          e.sources.add(1);
                        })),
        row(
            "a rebuild that reads from here",
            1,
            NO,
            LONGHORN,
            "a rebuild reads from k3s-1: pvc-1",
            s ->
                s.volume(v -> v.robustness = Robustness.DEGRADED)
                    .replica(2, Drafts.ReplicaDraft::rebuild)
                    .engine(
                        e -> {
                          e.modes.put(2, Mode.WO);
                          e.copies.put(2, 42);
                          e.sources.add(1);
                        })),
        row(
            "a rebuild that waits in the queue shows in no engine",
            3,
            NO,
            LONGHORN,
            "being rebuilt: pvc-1 (on k3s-2 waits)",
            s -> s.replica(2, Drafts.ReplicaDraft::rebuild).engine(e -> e.running = false)),
        row(
            "a fourth replica is made of a healthy volume",
            3,
            NO,
            LONGHORN,
            "being rebuilt: pvc-1",
            s -> {
              s.servers(4).volume("pvc-1", new VolumeDraft(1, 2, 3, 4));
              s.replica(
                  4,
                  r -> {
                    r.healthyAt = "";
                    r.lastHealthyAt = "";
                    r.retries = 5;
                  });
              s.engine(e -> e.modes.put(4, Mode.WO));
            }));
  }

  private static List<Row> drains() {
    return List.of(
        row(
            "its budget allows nothing, as it should before it is cordoned",
            3,
            YES,
            LONGHORN,
            "each of 1 volumes",
            s -> s.budgets.put("im-3", 0)),
        row(
            "its budget still allows nothing once it is cordoned",
            3,
            NO,
            LONGHORN,
            "drain hangs on budget longhorn-system/im-3",
            s -> s.node(3, n -> n.cordoned = true)),
        row(
            "the same, and the replica that is in the way is named",
            3,
            NO,
            LONGHORN,
            "have no other that is whole: pvc-1-r-3",
            s -> {
              s.volume("pvc-1", new VolumeDraft(2, 3)).volume(VolumeDraft::detach);
              s.replica(2, Drafts.ReplicaDraft::fail).node(3, n -> n.cordoned = true);
            }),
        row(
            "cordoned, and its volumes are about to leave",
            1,
            YES,
            LONGHORN,
            WARNING,
            "holds up a drain until these are detached: pvc-1",
            s -> s.node(1, n -> n.cordoned = true)),
        row(
            "every replica must leave, and has nowhere to go",
            3,
            NO,
            LONGHORN,
            "no other node can take a replica: drain hangs: pvc-1",
            s -> s.setting("node-drain-policy", "block-for-eviction")),
        row(
            "every replica must leave, and has room elsewhere",
            3,
            YES,
            LONGHORN,
            WARNING,
            "drain waits until 1 replicas are copied",
            s -> s.servers(4).setting("node-drain-policy", "block-for-eviction")),
        row(
            "Longhorn would let the last replica go",
            3,
            YES,
            LONGHORN,
            WARNING,
            "node-drain-policy is always-allow",
            s -> s.setting("node-drain-policy", "always-allow")));
  }
}
