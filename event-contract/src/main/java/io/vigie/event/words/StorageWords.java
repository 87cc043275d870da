package io.vigie.event.words;

import io.vigie.event.LastReplica;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Endangered;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.event.RebuildChanged;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.Tone;
import io.vigie.event.VolumeChanged;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What storage-watcher's events say, for people. */
final class StorageWords {

  private static final long GIB = 1L << 30;
  private static final long MIB = 1L << 20;
  private static final int LAST = 1;

  private StorageWords() {}

  static Words risk(NodeAtRisk r) {
    if (r.risk() == Risk.CLEAR) {
      return new Words("storage of " + r.node() + " is whole again", Tone.GOOD);
    }
    String part = r.parts() == 1 ? "" : ", part %d of %d".formatted(r.part(), r.parts());
    return new Words(
        "%s took a replica of %s with it, up to %s to rebuild%s%s (by %s)"
            .formatted(
                r.node(),
                count(r.volumesTotal(), "volume"),
                size(r.bytesTotal()),
                worst(r),
                part,
                r.basis()),
        Tone.BAD);
  }

  /** The worst of it, as far as this part goes. */
  private static String worst(NodeAtRisk r) {
    int stranded = 0;
    int none = 0;
    int last = 0;
    for (Endangered one : r.volumes()) {
      stranded += one.engineThere() ? 1 : 0;
      none += one.replicasLeft() == 0 ? 1 : 0;
      last += one.replicasLeft() == LAST ? 1 : 0;
    }
    return (none == 0 ? "" : ", " + none + " without any other")
        + (last == 0 ? "" : ", " + last + " with one left")
        + (stranded == 0 ? "" : ", " + stranded + " attached there");
  }

  static Words volume(VolumeChanged v) {
    String of = "volume " + named(v.volume(), v.workload());
    String why = v.reason().isEmpty() ? "" : ": " + v.reason();
    String text = of + " " + v.health().wire() + why;
    return switch (v.health()) {
      case HEALTHY -> new Words(text, Tone.GOOD);
      case DEGRADED -> new Words(text, Tone.WARNING);
      case STRANDED, FAULTED -> new Words(text, Tone.BAD);
      case DETACHED, DELETED -> new Words(text, Tone.FAINT);
    };
  }

  static Words replica(ReplicaChanged r) {
    String where = r.node() == null ? "" : " on " + r.node();
    String text = "replica %s%s %s".formatted(r.replica(), where, r.state().wire());
    return switch (r.state()) {
      case HEALTHY -> new Words(text, Tone.GOOD);
      case REBUILDING -> new Words(text, Tone.WARNING);
      case FAILED -> new Words(text, Tone.BAD);
      case DELETED -> new Words(text, Tone.FAINT);
    };
  }

  static Words rebuild(RebuildChanged r) {
    String again = r.attempt() == 1 ? "" : ", try %d".formatted(r.attempt());
    String of = "rebuild of " + named(r.volume(), r.workload());
    String where = r.node() == null ? "" : " on " + r.node();
    String why = r.reason().isEmpty() ? "" : ": " + r.reason();
    return switch (r.stage()) {
      case EXPECTED ->
          new Words(of + where + " expected, up to " + size(r.bytesTotal()) + why, Tone.WARNING);
      case QUEUED -> new Words(of + where + " queued" + again + why, Tone.STRONG);
      case COPYING ->
          new Words(
              "%s%s %d %%%s%s".formatted(of, where, r.progress(), again, rest(r)), Tone.STRONG);
      case DONE -> new Words(of + where + " done" + again, Tone.GOOD);
      case FAILED ->
          new Words(of + where + " failed at " + r.progress() + " %" + again + why, Tone.BAD);
      case UNPLACEABLE -> new Words(of + " finds no place" + why, Tone.BAD);
      case DROPPED -> new Words(of + " not needed any more" + why, Tone.FAINT);
    };
  }

  static Words last(LastReplica l) {
    String of = "volume " + named(l.volume(), l.workload());
    if (!l.alarm()) {
      return new Words(of + " does not depend on one replica any more", Tone.GOOD);
    }
    return l.replica() == null
        ? new Words(of + " has no good replica", Tone.BAD)
        : new Words("%s lives on its last good replica, on %s".formatted(of, l.node()), Tone.BAD);
  }

  private static String rest(RebuildChanged r) {
    Long speed = r.bytesPerSecond();
    Long eta = r.etaSeconds();
    return eta == null || speed == null
        ? ""
        : ", %s/s, about %s to go (%s)".formatted(size(speed), duration(eta), r.etaBasis());
  }

  /** Two units at most: nobody knows it better. */
  private static String duration(long seconds) {
    long minutes = seconds / 60;
    if (seconds < 120) {
      return seconds + " s";
    }
    return minutes < 120 ? minutes + " min" : "%d h %d min".formatted(minutes / 60, minutes % 60);
  }

  private static String named(String volume, @Nullable String workload) {
    return workload == null ? volume : volume + " (" + workload + ")";
  }

  private static String count(int n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  private static String size(long bytes) {
    return bytes >= GIB
        ? String.format(Locale.ROOT, "%.1f GiB", bytes / (double) GIB)
        : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) MIB);
  }
}
