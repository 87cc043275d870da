package io.vigie.event;

/** What bytes from outside turned out to be. */
public sealed interface Decoded {

  /** An event of a type this version knows. */
  record Known(Envelope envelope) implements Decoded {}

  /**
   * Not an event for us: to be counted by reason and skipped.
   *
   * @param detail the same for people, one line, at most 300 characters
   */
  record Rejected(Reason reason, String detail) implements Decoded {
    public Rejected {
      detail = Brief.of(detail);
    }
  }

  /** Why bytes were no event for us. */
  enum Reason implements Wire {
    /** Longer than {@link EventCodec#MOST_BYTES}. */
    TOO_LARGE,
    /** No JSON object. */
    BROKEN_JSON,
    /** JSON, but without the attributes that CloudEvents or we require. */
    NOT_AN_EVENT,
    /** A type nobody here knows. */
    UNKNOWN_TYPE,
    /** A newer version of a type we know. */
    NEWER_VERSION,
    /** A type we know with data that does not fit it. */
    BAD_DATA
  }
}
