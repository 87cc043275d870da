package io.vigie.sim.play;

/** What a node really does, whatever the cluster makes of it. */
public enum Presence {
  /** It works. */
  THERE,
  /** It runs, but nobody can reach it. */
  SILENT,
  /** It has ended. */
  ENDED;

  /** The one of both that leaves less of a node. */
  Presence worse(Presence other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
