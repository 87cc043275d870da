package io.vigie.event;

/** Whether what is said is good news. */
public enum Tone implements Wire {
  PLAIN,
  GOOD,
  WARNING,
  BAD,
  /** A detail. */
  FAINT,
  /** What a person asked for, or what somebody decided. */
  STRONG
}
