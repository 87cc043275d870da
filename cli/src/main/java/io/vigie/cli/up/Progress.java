package io.vigie.cli.up;

import io.vigie.event.Envelope;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import java.util.HashMap;
import java.util.Map;

/**
 * Which of the many words on a rebuild are worth a line to somebody who watches: the first per
 * cent, each further quarter, and how it ends. Not for several threads.
 */
final class Progress {

  private static final int STEP_PERCENT = 25;

  private final Map<String, Integer> told = new HashMap<>();

  /** Whether to tell it; what is no rebuild is always news. */
  boolean isNews(Envelope envelope) {
    if (!(envelope.event() instanceof RebuildChanged rebuild)) {
      return true;
    }
    if (rebuild.stage() != RebuildStage.COPYING) {
      told.remove(rebuild.volume());
      return true;
    }
    Integer before = told.get(rebuild.volume());
    if (before != null && rebuild.progress() < before + STEP_PERCENT) {
      return false;
    }
    told.put(rebuild.volume(), rebuild.progress());
    return true;
  }
}
