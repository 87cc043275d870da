package io.vigie.console.core.incident;

import io.vigie.event.Envelope;
import io.vigie.event.VipMoved;
import java.util.Comparator;

/**
 * An event in the history of a thing.
 *
 * @param atMillis when it was said, by the clock of who said it, Unix time in ms
 */
record Word(Envelope envelope, Sign sign, long atMillis) {

  /**
   * Between two machines' clocks: who takes a VIP may say so before the one that lost it says that
   * it is back, at the latest.
   */
  private static final long GRACE_MILLIS = 1_000;

  private static final Comparator<Word> BY_SEQUENCE =
      Comparator.comparing((Word word) -> word.envelope.source())
          .thenComparing(word -> word.envelope.sequence());

  private static final Comparator<Word> BY_TIME =
      Comparator.comparingLong(Word::orderMillis)
          .thenComparing(word -> word.envelope.source())
          .thenComparing(word -> word.envelope.sequence());

  static Word of(Envelope envelope, Sign sign) {
    return new Word(envelope, sign, envelope.time().toEpochMilli());
  }

  String id() {
    return envelope.id();
  }

  /** How the words of a thread follow each other. */
  static Comparator<Word> order(boolean ownVoice) {
    return ownVoice ? BY_SEQUENCE : BY_TIME;
  }

  private long orderMillis() {
    return envelope.event() instanceof VipMoved ? atMillis - GRACE_MILLIS : atMillis;
  }
}
