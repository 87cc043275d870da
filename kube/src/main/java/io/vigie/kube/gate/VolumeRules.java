package io.vigie.kube.gate;

import io.vigie.kube.gate.Nodes.Trust;
import io.vigie.kube.model.Engine;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.Volume;
import io.vigie.kube.model.Volume.Robustness;
import io.vigie.kube.model.Volume.State;
import io.vigie.kube.picture.Picture;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Every volume has a whole replica elsewhere, on a node that can be relied on, and none is in
 * trouble. A detached volume says nothing of itself, and its replicas do not fail with their node:
 * they are judged by where they are.
 */
final class VolumeRules {

  private final Picture objects;
  private final String node;
  private final Nodes nodes;
  private final Findings findings;
  private final Map<Matter, List<String>> matters = new EnumMap<>(Matter.class);
  private int judged;

  VolumeRules(GatePicture picture, String node, Nodes nodes, Findings findings) {
    this.objects = picture.objects();
    this.node = node;
    this.nodes = nodes;
    this.findings = findings;
  }

  /** What can be the matter with volumes, each said once for all of them. */
  private enum Matter {
    ONLY(
        Verdict.NO,
        "downtime unavoidable, the only replica is here",
        "stop what uses them, or raise numberOfReplicas and wait; then --force"),
    NOWHERE(
        Verdict.NO,
        "no whole replica elsewhere",
        "wait until they are healthy; 'kubectl -n longhorn-system get volumes,replicas'"),
    FAULTED(
        Verdict.NO, "faulted", "salvage or restore them: Longhorn has no usable replica of them"),
    ENGINE_LOST(
        Verdict.NO,
        "attached, and their engine does not answer (robustness unknown)",
        "wait until their node is back or the workload has moved"),
    DEGRADED(Verdict.NO, "degraded", "wait until they are rebuilt: vigie events --type rebuild"),
    FAILING(Verdict.NO, "a replica has just failed", "wait until they are rebuilt"),
    MIGRATING(Verdict.NO, "being migrated live", "wait until that is done"),
    UNSURE(
        Verdict.UNKNOWN,
        "whether a whole replica is elsewhere is not known",
        "see the nodes and instance managers named"),
    MOVING(Verdict.UNKNOWN, "being attached, detached or made", "ask again in a minute"),
    SHARDED(
        Verdict.UNKNOWN,
        "kept in shards, which are not judged here",
        "see their ShardGroup objects"),
    HERE(
        Verdict.WARNING,
        "attached here",
        "drain moves them with their workloads; take the node down once none is left"),
    LAST(Verdict.WARNING, "on one replica alone while the node is away", ""),
    FAILED_WHILE_DETACHED(
        Verdict.WARNING,
        "detached with replicas that are not whole",
        "they are rebuilt when next attached");

    private final Verdict verdict;
    private final String text;
    private final String whatToDo;

    Matter(Verdict verdict, String text, String whatToDo) {
      this.verdict = verdict;
      this.text = text;
      this.whatToDo = whatToDo;
    }
  }

  void judge() {
    for (Volume volume : objects.volumes().values()) {
      if (!volume.deleting() && volume.state() != State.DELETING) {
        judged++;
        condition(volume);
        replicas(volume);
      }
    }
    matters.forEach(
        (matter, names) -> {
          String text = matter.text + ": " + Findings.names(names);
          switch (matter.verdict) {
            case NO -> findings.no(Area.LONGHORN, text, matter.whatToDo);
            case UNKNOWN -> findings.unknown(Area.LONGHORN, text, matter.whatToDo);
            case WARNING, YES -> findings.warning(Area.LONGHORN, text, matter.whatToDo);
          }
        });
    if (findings.isFine(Area.LONGHORN)) {
      findings.yes(
          Area.LONGHORN,
          judged == 0
              ? "there are no volumes"
              : "each of %d volumes has a whole replica elsewhere".formatted(judged));
    }
  }

  private void say(Matter matter, String what) {
    matters.computeIfAbsent(matter, _ -> new ArrayList<>()).add(what);
  }

  /** What the volume says of itself. */
  private void condition(Volume volume) {
    String name = name(volume, "");
    if (volume.robustness() == Robustness.FAULTED) {
      say(Matter.FAULTED, name);
    }
    if (volume.migrating()) {
      say(Matter.MIGRATING, name);
    }
    switch (volume.state()) {
      case ATTACHED -> attached(volume, name);
      case ATTACHING, DETACHING, CREATING, OTHER -> say(Matter.MOVING, name);
      case DETACHED, DELETING -> {} // says nothing more
    }
  }

  private void attached(Volume volume, String name) {
    switch (volume.robustness()) {
      case DEGRADED -> say(Matter.DEGRADED, name);
      case UNKNOWN -> say(Matter.ENGINE_LOST, name);
      case HEALTHY, FAULTED -> {}
    }
    if (volume.node().equals(node)) {
      say(Matter.HERE, name);
    }
    Engine engine = objects.engine(volume.key());
    if (engine != null && engine.modes().containsValue(Mode.ERR)) {
      say(Matter.FAILING, name);
    }
  }

  private void replicas(Volume volume) {
    if (volume.sharded()) {
      say(Matter.SHARDED, name(volume, ""));
      return;
    }
    int whole = 0;
    int here = 0;
    int others = 0;
    List<String> doubts = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (Replica replica : objects.replicas(volume.key())) {
      if (!replica.active() || replica.deleting()) {
        continue;
      }
      if (replica.node().equals(node)) {
        here++;
        continue;
      }
      Trust trust = trust(volume, replica);
      switch (trust.verdict()) {
        case YES, WARNING -> whole++;
        case UNKNOWN -> doubts.add(trust.why());
        case NO -> {
          others++;
          reasons.add(trust.why());
        }
      }
    }
    boolean single = volume.replicasWanted() <= 1 || volume.strictLocal();
    if (whole == 0 && single && here > 0) {
      say(Matter.ONLY, name(volume, volume.strictLocal() ? "strict-local" : ""));
    } else if (whole == 0 && !doubts.isEmpty()) {
      say(Matter.UNSURE, name(volume, String.join("; ", doubts)));
    } else if (whole == 0) {
      say(Matter.NOWHERE, name(volume, String.join("; ", reasons)));
    } else if (whole == 1 && here > 0) {
      say(Matter.LAST, name(volume, ""));
    }
    if (volume.state() == State.DETACHED && whole > 0 && others > 0) {
      say(Matter.FAILED_WHILE_DETACHED, name(volume, String.join("; ", reasons)));
    }
  }

  /** Whether the volume could live on this replica alone. */
  private Trust trust(Volume volume, Replica replica) {
    String flaw = flaw(replica);
    if (!flaw.isEmpty()) {
      return new Trust(Verdict.NO, "the one on " + replica.node() + " " + flaw);
    }
    if (volume.state() == State.ATTACHED) {
      Engine engine = objects.engine(volume.key());
      Mode mode = engine == null ? null : engine.modes().get(replica.key());
      if (mode != Mode.RW) {
        String is = mode == null ? "is not in its engine" : "is " + mode;
        return new Trust(Verdict.NO, "the one on " + replica.node() + " " + is);
      }
    }
    return nodes.forReplicas(replica.node());
  }

  /** What its own object says against it; empty if nothing. */
  private static String flaw(Replica replica) {
    if (replica.isSafe()) {
      return "";
    }
    if (!replica.failedAt().isEmpty()) {
      return "has failed";
    }
    return replica.healthyAt().isEmpty() ? "was never whole" : "failed after it was last whole";
  }

  /** {@code pvc-1 (StatefulSet git/gitea; remark)}. */
  private static String name(Volume volume, String remark) {
    String user = volume.workload().isEmpty() ? volume.claim() : volume.workload();
    String more = user.isEmpty() || remark.isEmpty() ? user + remark : user + "; " + remark;
    return more.isEmpty() ? volume.key() : volume.key() + " (" + more + ")";
  }
}
