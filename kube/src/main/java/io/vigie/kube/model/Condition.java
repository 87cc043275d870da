package io.vigie.kube.model;

/**
 * One entry of {@code status.conditions}.
 *
 * @param since its {@code lastTransitionTime}
 */
public record Condition(Tri status, String reason, String message, String since) {

  /** One that the object does not have. */
  public static final Condition ABSENT = new Condition(Tri.UNKNOWN, "", "", "");

  /** Whether the object has it at all. */
  public boolean isPresent() {
    return !equals(ABSENT);
  }
}
