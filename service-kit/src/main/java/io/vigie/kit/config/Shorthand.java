package io.vigie.kit.config;

/** Shorter ways to write a value. */
public enum Shorthand {
  NONE,
  /** {@code all} is a map with every node, {@code [a, b]} a map with these, each with defaults. */
  SERVERS,
  /** {@code kubeconfig} is the identity in the file that {@code kubernetes.kubeconfig} names. */
  KUBECONFIG
}
