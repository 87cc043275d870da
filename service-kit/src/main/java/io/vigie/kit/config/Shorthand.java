package io.vigie.kit.config;

import org.jspecify.annotations.Nullable;

/** Shorter ways to write a value. */
public enum Shorthand {
  NONE(""),
  /**
   * {@code all} is a map with every node, {@code [a, b]} a map with these, each with defaults; a
   * database is a map with every node at its port.
   */
  SERVERS(
      "a map by node, a list of nodes, the word `all`, or a database",
      PoolConfig.DatabaseConfig.class),
  /** {@code kubeconfig} is the identity in the file that {@code kubernetes.kubeconfig} names. */
  KUBECONFIG("a map, or the word `kubeconfig`");

  private final String description;
  private final @Nullable Class<?> other;

  Shorthand(String description) {
    this(description, null);
  }

  Shorthand(String description, @Nullable Class<?> other) {
    this.description = description;
    this.other = other;
  }

  /** All the ways to write it, for people. */
  public String description() {
    return description;
  }

  /** The record that may stand in its place; null if there is none. */
  @Nullable Class<?> other() {
    return other;
  }
}
