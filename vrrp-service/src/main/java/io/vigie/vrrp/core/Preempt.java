package io.vigie.vrrp.core;

/** Whether the higher priority takes a VIP back from a lower one. */
public enum Preempt {
  /** Yes, but not from a host that has flapped until it has been quiet: see {@link Stability}. */
  STABLE,
  /** Yes: Preempt_Mode of RFC 9568 §6.1. */
  ALWAYS,
  /** No: whoever is active stays so. */
  NEVER
}
