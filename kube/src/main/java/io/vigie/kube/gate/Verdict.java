package io.vigie.kube.gate;

import io.vigie.event.Wire;

/** What is held of taking a node down, the worse the later. */
public enum Verdict implements Wire {
  /** It may be. */
  YES,
  /** It may be, and somebody should know this; of a finding only, never of an answer. */
  WARNING,
  /** It cannot be told. */
  UNKNOWN,
  /** It may not be. */
  NO
}
