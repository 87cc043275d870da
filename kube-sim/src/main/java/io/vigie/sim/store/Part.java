package io.vigie.sim.store;

/** Which part of an object a write is about. */
public enum Part {
  /** All but its status, where that is a subresource. */
  MAIN,
  /** Its status only. */
  STATUS,
  /** All of it, for those who play the cluster. */
  WHOLE
}
