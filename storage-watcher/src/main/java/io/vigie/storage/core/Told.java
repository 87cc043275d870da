package io.vigie.storage.core;

import io.vigie.event.EventType;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.ReplicaChanged.ReplicaState;
import io.vigie.kube.said.Said;
import org.jspecify.annotations.Nullable;

/**
 * What was told of a volume's rebuild, by whomever.
 *
 * @param last the last word; null if there is none
 * @param failed whether its replica had failed then or since, for all Longhorn says
 * @param again whether Longhorn took its replica up again since
 * @param failedAt since when its replica has failed; empty if that is not known
 */
record Told(@Nullable RebuildChanged last, boolean failed, boolean again, String failedAt) {

  private static final Told NOTHING = new Told(null, false, false, "");

  static Told of(String volume, Said said) {
    Said.Word word = said.word(EventType.REBUILD_CHANGED, volume);
    if (word == null || !(word.event() instanceof RebuildChanged last)) {
      return NOTHING;
    }
    Said.Word about =
        last.replica() == null ? null : said.word(EventType.REPLICA_CHANGED, last.replica());
    if (about == null || !(about.event() instanceof ReplicaChanged replica)) {
      return new Told(last, false, false, "");
    }
    boolean since = about.order() > word.order();
    String failedAt = replica.failedAt();
    return new Told(
        last,
        since || replica.state() != ReplicaState.HEALTHY,
        since && replica.state() == ReplicaState.REBUILDING,
        failedAt == null ? "" : failedAt);
  }

  /** The last word if somebody still waits for the end. */
  @Nullable RebuildChanged open() {
    return last != null && isOpen(last) ? last : null;
  }

  /** Whether somebody still waits for its end. */
  static boolean isOpen(RebuildChanged said) {
    return said.stage() != RebuildStage.DONE && said.stage() != RebuildStage.DROPPED;
  }

  /** Whether Longhorn had begun with it. */
  static boolean began(RebuildChanged said) {
    return switch (said.stage()) {
      case QUEUED, COPYING, FAILED -> true;
      case EXPECTED, UNPLACEABLE, DONE, DROPPED -> false;
    };
  }
}
