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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How far the rebuild of a volume's missing replica is. Thread rule: one thread. */
final class RebuildJudge {

  private static final String BACK = "the replica came back whole";
  private static final String GIVEN_UP = "Longhorn gave the replica up";

  private final Waits waits;
  private final Map<String, Pace> paces = new HashMap<>();

  RebuildJudge(Picture picture) {
    waits = new Waits(picture);
  }

  /** The stage it is in now; null if there is nothing to tell. */
  @Nullable RebuildChanged judge(VolumeView view, Told told, long now) {
    RebuildChanged judged = stage(view, told, now);
    if (judged == null || judged.stage() != RebuildStage.COPYING) {
      paces.remove(view.name());
    }
    return judged == null ? null : calm(told.last(), judged);
  }

  /** The volume is gone. */
  void forget(String volume) {
    paces.remove(volume);
  }

  /** How many copies are timed. */
  int timed() {
    return paces.size();
  }

  private @Nullable RebuildChanged stage(VolumeView view, Told told, long now) {
    Volume volume = view.volume();
    RebuildChanged open = told.open();
    if (volume.deleting() || volume.sharded()) {
      return open == null ? null : dropped(open);
    }
    if (open != null) {
      boolean lost = told.failed() || Told.began(open);
      Replica back = back(view, open.replica(), lost);
      if (back != null) {
        boolean refilled = back.healthyAt().compareTo(back.lastFailedAt()) > 0;
        return lost && (refilled || Told.began(open))
            ? closed(open, RebuildStage.DONE, "")
            : closed(open, RebuildStage.DROPPED, BACK);
      }
    }
    Replica filled = filled(view);
    if (filled != null) {
      return running(view, filled, told, now);
    }
    Replica wanted = wanted(view, open);
    if (open != null && Told.began(open) && isRebuilding(view, open)) {
      boolean copied = open.stage() == RebuildStage.COPYING;
      if (copied || wanted == null || !wanted.key().equals(open.replica())) {
        return copied ? between(view, open) : open; // the replica's word came before the engine's
      }
    }
    return wanted == null ? resting(view, told) : running(view, wanted, told, now);
  }

  /** Longhorn fills none now, nor is about to. */
  private @Nullable RebuildChanged resting(VolumeView view, Told told) {
    RebuildChanged open = told.open();
    ReplicaState state = state(view, open);
    boolean givenUp = open != null && Told.began(open) && state == ReplicaState.FAILED;
    if (open != null && givenUp && open.stage() != RebuildStage.FAILED) {
      String why = trouble(view, open);
      return closed(open, RebuildStage.FAILED, why.isEmpty() ? GIVEN_UP : why);
    }
    if (view.good().size() >= view.volume().replicasWanted()) {
      return open == null ? null : ended(view, open, told.failedAt());
    }
    if (open == null && !view.wasWhole()) {
      return null;
    }
    return givenUp ? open : expected(view, missing(view, open));
  }

  private static @Nullable ReplicaState state(VolumeView view, @Nullable RebuildChanged open) {
    return open == null || open.replica() == null ? null : view.states().get(open.replica());
  }

  private static boolean isRebuilding(VolumeView view, RebuildChanged open) {
    return state(view, open) == ReplicaState.REBUILDING;
  }

  /**
   * The engine does not fill it any more, the replica says nothing of an end: it is between these
   * two words, or was thrown out by the engine.
   */
  private static RebuildChanged between(VolumeView view, RebuildChanged open) {
    boolean thrownOut = open.replica() != null && view.modes().get(open.replica()) == null;
    String why = thrownOut ? trouble(view, open) : "";
    return why.isEmpty() ? open : closed(open, RebuildStage.FAILED, why);
  }

  private static String trouble(VolumeView view, RebuildChanged open) {
    return view.replicas().stream()
        .filter(replica -> replica.key().equals(open.replica()))
        .filter(replica -> replica.trouble().status() == Tri.TRUE && !replica.isSafe())
        .map(replica -> (replica.trouble().reason() + " " + replica.trouble().message()).strip())
        .findFirst()
        .orElse("");
  }

  /**
   * The replica if it has all data again: if it had failed by Longhorn's word, whoever still thinks
   * its node down; else only if its node is there.
   */
  private static @Nullable Replica back(VolumeView view, @Nullable String name, boolean failed) {
    List<Replica> whole = failed ? view.healthy() : view.good();
    return whole.stream().filter(replica -> replica.key().equals(name)).findFirst().orElse(null);
  }

  /** Whether its replica is filled, and Longhorn has not yet said that it trusts it. */
  private static boolean isAlmostBack(VolumeView view, RebuildChanged open) {
    String replica = open.replica();
    return replica != null
        && Told.began(open)
        && view.modes().get(replica) == Mode.RW
        && isRebuilding(view, open);
  }

  /** Enough replicas are good: one that was filled unseen, or none was needed. */
  private static RebuildChanged ended(VolumeView view, RebuildChanged open, String failedAt) {
    if (!failedAt.isEmpty()) {
      for (Replica replica : view.good()) {
        if (!view.spoken().test(replica.key()) && replica.healthyAt().compareTo(failedAt) > 0) {
          return closed(filling(open, replica), RebuildStage.DONE, "");
        }
      }
    }
    return closed(open, RebuildStage.DROPPED, "enough replicas are good");
  }

  /** The replica that the engine fills. */
  private static @Nullable Replica filled(VolumeView view) {
    return view.replicas().stream()
        .filter(replica -> view.modes().get(replica.key()) == Mode.WO)
        .findFirst()
        .orElse(null);
  }

  /** The replica that Longhorn wants filled: the one that was spoken of, of several. */
  private static @Nullable Replica wanted(VolumeView view, @Nullable RebuildChanged open) {
    return view.replicas().stream()
        .filter(r -> r.isRebuilding() && view.states().get(r.key()) == ReplicaState.REBUILDING)
        .max(Comparator.comparing(r -> open != null && r.key().equals(open.replica())))
        .orElse(null);
  }

  private RebuildChanged running(VolumeView view, Replica target, Told told, long now) {
    RebuildChanged open = told.open();
    RebuildChanged same = open != null && target.key().equals(open.replica()) ? open : null;
    if (open != null && same == null && isAlmostBack(view, open)) {
      return open; // one at a time: it ends before the next begins
    }
    Mode mode = view.modes().get(target.key());
    Engine engine = view.engine();
    Rebuild copy = mode == Mode.WO && engine != null ? engine.rebuilds().get(target.key()) : null;
    if (copy != null && !copy.error().isEmpty()) {
      int attempt = same == null ? 1 : same.attempt();
      int reached = same == null ? 0 : same.progress();
      return event(view, RebuildStage.FAILED, target, attempt, reached, null, copy.error());
    }
    boolean failed = same != null && same.stage() == RebuildStage.FAILED;
    if (same != null && failed && !told.again() && copy == null) {
      return same; // what fails ends in several steps
    }
    int attempt = same == null ? 1 : failed ? same.attempt() + 1 : same.attempt();
    RebuildChanged goesOn = same != null && same.stage() == RebuildStage.COPYING ? same : null;
    if (mode == Mode.WO) {
      int progress = copy == null ? 0 : copy.progress();
      return copying(view, target, attempt, progress, goesOn, now);
    }
    return event(view, RebuildStage.QUEUED, target, attempt, 0, null, waits.queue());
  }

  private RebuildChanged copying(
      VolumeView view,
      Replica target,
      int attempt,
      int told,
      @Nullable RebuildChanged goesOn,
      long now) {
    Pace pace = paces.computeIfAbsent(view.name(), _ -> new Pace());
    if (goesOn == null) {
      pace.begin();
    }
    int progress = Math.max(told, goesOn == null ? 0 : goesOn.progress());
    pace.at(progress, now);
    if (goesOn != null && progress == goesOn.progress()) {
      return goesOn; // nothing new, and no estimate is forgotten
    }
    Pace.Estimate estimate = pace.estimate(view.copyBytes(), target.isReused());
    if (estimate == null && goesOn != null) {
      estimate = Pace.carriedOn(goesOn, progress, view.copyBytes());
    }
    return event(view, RebuildStage.COPYING, target, attempt, progress, estimate, "");
  }

  /** The missing replica that was spoken of, else the first. */
  private static @Nullable Replica missing(VolumeView view, @Nullable RebuildChanged open) {
    List<Replica> missing = view.missing();
    return missing.stream()
        .filter(replica -> open != null && replica.key().equals(open.replica()))
        .findFirst()
        .or(() -> missing.stream().findFirst())
        .orElse(null);
  }

  private RebuildChanged expected(VolumeView view, @Nullable Replica missing) {
    String refused = Waits.refused(view.volume());
    return refused.isEmpty()
        ? event(view, RebuildStage.EXPECTED, missing, 1, 0, null, waits.begin(view, missing))
        : event(view, RebuildStage.UNPLACEABLE, missing, 1, 0, null, refused);
  }

  /** What it was before, where but sizes and users are others: those change while it waits. */
  private static RebuildChanged calm(@Nullable RebuildChanged said, RebuildChanged judged) {
    return said != null
            && said.stage() == judged.stage()
            && judged.stage() != RebuildStage.COPYING
            && Objects.equals(said.replica(), judged.replica())
            && Objects.equals(said.node(), judged.node())
            && said.attempt() == judged.attempt()
            && said.reason().equals(judged.reason())
        ? said
        : judged;
  }

  /** Its volume is gone. */
  static RebuildChanged dropped(RebuildChanged said) {
    return closed(said, RebuildStage.DROPPED, "the volume is gone");
  }

  /** The same of another replica, which took its place. */
  private static RebuildChanged filling(RebuildChanged said, Replica replica) {
    boolean same = replica.key().equals(said.replica());
    return new RebuildChanged(
        said.volume(),
        said.stage(),
        replica.key(),
        replica.node(),
        said.workload(),
        same ? said.attempt() : 1,
        said.progress(),
        said.bytesTotal(),
        null,
        null,
        "",
        "");
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
