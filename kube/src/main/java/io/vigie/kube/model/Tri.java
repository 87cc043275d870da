package io.vigie.kube.model;

/** A condition's status (metav1 and Longhorn alike): {@code True}, {@code False} or neither. */
public enum Tri {
  TRUE,
  FALSE,
  UNKNOWN;

  /** The status with this text; what is not known is unknown. */
  public static Tri of(String text) {
    return switch (text) {
      case "True" -> TRUE;
      case "False" -> FALSE;
      default -> UNKNOWN;
    };
  }

  public boolean isTrue() {
    return this == TRUE;
  }
}
