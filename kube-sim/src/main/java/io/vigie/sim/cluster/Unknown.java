package io.vigie.sim.cluster;

/** What is done about members that a schema does not know: {@code fieldValidation}. */
public enum Unknown {
  IGNORE,
  WARN,
  STRICT;

  /** From the query of a request. */
  public static Unknown of(String text) {
    return switch (text) {
      case "Ignore" -> IGNORE;
      case "Strict" -> STRICT;
      default -> WARN;
    };
  }
}
