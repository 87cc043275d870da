package io.vigie.storage.core;

import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.ReplicaChanged.ReplicaState;
import io.vigie.kube.model.Engine;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Engine.Rebuild;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.Tri;
import io.vigie.kube.model.Volume;
import io.vigie.kube.picture.Picture;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far the rebuild of a volume's missing replica is. */
final class RebuildJudge {

  private static final int REPLENISH_SECONDS = 600;
  private static final int REBUILDS_AT_ONCE = 5;
  private static final String BACK = "the replica came back whole";

  private final Picture picture;

  RebuildJudge(Picture picture) {
    this.picture = picture;
  }

  /**
   * The stage it is in now.
   *
   * @param said what was told last; null if nothing ever was
   * @param failed whether the replica that was told of last had failed, for all Longhorn said
   * @param pace of this volume's copy
   * @return null if there is nothing to tell
   */
  @Nullable RebuildChanged judge(
      VolumeView view, @Nullable RebuildChanged said, boolean failed, Pace pace, long now) {
    Volume volume = view.volume();
    RebuildChanged open = said != null && isOpen(said) ? said : null;
    if (volume.deleting() || volume.sharded()) {
      return open == null ? null : dropped(open);
    }
    boolean filled = open != null && (failed || began(open));
    if (open != null && isBack(view, open.replica(), filled)) {
      return filled
          ? closed(open, RebuildStage.DONE, "")
          : closed(open, RebuildStage.DROPPED, BACK);
    }
    Replica target = target(view);
    if (target != null) {
      return running(view, target, said, pace, now);
    }
    if (view.good().size() >= volume.replicasWanted() || !view.wasWhole()) {
      return open == null ? null : closed(open, RebuildStage.DROPPED, "enough replicas are good");
    }
    if (said != null && gaveUp(view, said)) {
      return said.stage() == RebuildStage.FAILED
          ? said
          : closed(said, RebuildStage.FAILED, "Longhorn gave the replica up");
    }
    List<Replica> missing = view.missing();
    return expected(view, missing.isEmpty() ? null : missing.getFirst());
  }

  /** Whether a rebuild that was under way has ended with a replica that is no good. */
  private static boolean gaveUp(VolumeView view, RebuildChanged said) {
    String replica = said.replica();
    return began(said) && replica != null && view.states().get(replica) == ReplicaState.FAILED;
  }

  private static boolean began(RebuildChanged said) {
    return switch (said.stage()) {
      case QUEUED, COPYING, FAILED -> true;
      case EXPECTED, UNPLACEABLE, DONE, DROPPED -> false;
    };
  }

  /** Whether somebody still waits for its end. */
  static boolean isOpen(RebuildChanged said) {
    return said.stage() != RebuildStage.DONE && said.stage() != RebuildStage.DROPPED;
  }

  /**
   * Whether the replica has all data again: if it had failed by Longhorn's word, whoever still
   * thinks its node down; else only if its node is there.
   */
  private static boolean isBack(VolumeView view, @Nullable String name, boolean filled) {
    List<Replica> whole = filled ? view.healthy() : view.good();
    return whole.stream().anyMatch(replica -> replica.key().equals(name));
  }

  /** The replica Longhorn fills, or is about to. */
  private static @Nullable Replica target(VolumeView view) {
    Engine engine = view.engine();
    for (Replica replica : view.replicas()) {
      if (ReplicaJudge.mode(replica, engine) == Mode.WO) {
        return replica;
      }
    }
    return view.replicas().stream()
        .filter(r -> r.isRebuilding() && view.states().get(r.key()) == ReplicaState.REBUILDING)
        .findFirst()
        .orElse(null);
  }

  private RebuildChanged running(
      VolumeView view, Replica target, @Nullable RebuildChanged said, Pace pace, long now) {
    Engine engine = view.engine();
    RebuildChanged same =
        said != null && isOpen(said) && target.key().equals(said.replica()) ? said : null;
    boolean copying = ReplicaJudge.mode(target, engine) == Mode.WO;
    Rebuild copy = engine == null ? null : engine.rebuilds().get(target.key());
    String error = error(target, copying, copy);
    if (!error.isEmpty()) {
      return event(
          view, RebuildStage.FAILED, target, attempt(same, false), reached(same), null, error);
    }
    int attempt = attempt(same, true);
    RebuildChanged goesOn = same != null && same.stage() == RebuildStage.COPYING ? same : null;
    if (!copying) {
      // A late word of the replica's does not take back what the engine said.
      return goesOn != null
          ? goesOn
          : event(view, RebuildStage.QUEUED, target, attempt, 0, null, queue());
    }
    int told = copy == null ? 0 : copy.progress();
    int progress = Math.max(told, goesOn == null ? 0 : goesOn.progress());
    if (goesOn != null && progress == goesOn.progress()) {
      return goesOn; // nothing new, and no estimate is forgotten
    }
    pace.at(progress, now);
    Pace.Estimate estimate = pace.estimate(view.copyBytes(), target.isReused());
    return event(view, RebuildStage.COPYING, target, attempt, progress, estimate, "");
  }

  private static String error(Replica target, boolean copying, @Nullable Rebuild copy) {
    if (copy != null && !copy.error().isEmpty()) {
      return copy.error();
    }
    return !copying && target.trouble().status() == Tri.TRUE
        ? (target.trouble().reason() + " " + target.trouble().message()).strip()
        : "";
  }

  /** Which try this is: another one begins after a failure. */
  private static int attempt(@Nullable RebuildChanged same, boolean runs) {
    if (same == null) {
      return 1;
    }
    return runs && same.stage() == RebuildStage.FAILED ? same.attempt() + 1 : same.attempt();
  }

  private static int reached(@Nullable RebuildChanged same) {
    return same == null ? 0 : same.progress();
  }

  private RebuildChanged expected(VolumeView view, @Nullable Replica missing) {
    Volume volume = view.volume();
    boolean refused =
        volume.scheduled().status() == Tri.FALSE
            && volume.scheduled().reason().endsWith("SchedulingFailure");
    RebuildStage stage = refused ? RebuildStage.UNPLACEABLE : RebuildStage.EXPECTED;
    String reason = refused ? volume.scheduled().message() : waits(view, missing);
    return event(view, stage, missing, 1, 0, null, reason);
  }

  private String waits(VolumeView view, @Nullable Replica missing) {
    if (view.good().isEmpty()) {
      return "no good replica to copy from";
    }
    if (!view.isAttached()) {
      return "the volume is not attached";
    }
    if (view.volume().migrating()) {
      return "the volume migrates";
    }
    if (missing == null) {
      return "more replicas are wanted than there are";
    }
    String node = missing.node();
    if (view.down().test(node)) {
      return "%s is down; without it a new replica may be made %d s after the volume degraded"
          .formatted(
              node, picture.setting("replica-replenishment-wait-interval", REPLENISH_SECONDS));
    }
    var known = picture.node(node);
    if (known != null && !known.isUsable()) {
      return node + " is cordoned or not ready for Longhorn";
    }
    return "";
  }

  private String queue() {
    int most = picture.setting("concurrent-replica-rebuild-per-node-limit", REBUILDS_AT_ONCE);
    return most == 0
        ? "concurrent-replica-rebuild-per-node-limit is 0: nothing is rebuilt"
        : "a node rebuilds %d at once".formatted(most);
  }

  /** Its volume is gone. */
  static RebuildChanged dropped(RebuildChanged said) {
    return closed(said, RebuildStage.DROPPED, "the volume is gone");
  }

  private static RebuildChanged closed(RebuildChanged said, RebuildStage stage, String reason) {
    return new RebuildChanged(
        said.volume(),
        stage,
        said.replica(),
        said.node(),
        said.workload(),
        said.attempt(),
        stage == RebuildStage.DONE ? 100 : said.progress(),
        said.bytesTotal(),
        null,
        null,
        "",
        reason);
  }

  private static RebuildChanged event(
      VolumeView view,
      RebuildStage stage,
      @Nullable Replica replica,
      int attempt,
      int progress,
      Pace.@Nullable Estimate estimate,
      String reason) {
    return new RebuildChanged(
        view.name(),
        stage,
        replica == null ? null : replica.key(),
        replica == null || replica.node().isEmpty() ? null : replica.node(),
        view.workload(),
        attempt,
        progress,
        view.copyBytes(),
        estimate == null ? null : estimate.bytesPerSecond(),
        estimate == null ? null : estimate.etaSeconds(),
        estimate == null ? "" : estimate.basis(),
        reason);
  }
}
