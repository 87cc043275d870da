package io.vigie.kit.config;

/** Shorter ways to write a value. */
public enum Shorthand {
  NONE(""),
  /** {@code all} is a map with every node, {@code [a, b]} a map with these, each with defaults. */
  SERVERS("a map by node, a list of nodes, or the word `all`"),
  /** {@code kubeconfig} is the identity in the file that {@code kubernetes.kubeconfig} names. */
  KUBECONFIG("a map, or the word `kubeconfig`");

  private final String description;

  Shorthand(String description) {
    this.description = description;
  }

  /** All the ways to write it, for people. */
  public String description() {
    return description;
  }
}
