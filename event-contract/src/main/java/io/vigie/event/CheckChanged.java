package io.vigie.event;

/**
 * A check of one node went up or down.
 *
 * @param node the node, as named in the configuration
 * @param check the check, as named in the configuration
 * @param status what the check says now
 * @param result how the probe that tipped it ended
 * @param detail the same for people, such as {@code connection refused}
 * @param durationMillis how long that probe took, connect included
 * @param health the counter after it, 0 to rise + fall - 1
 * @param rise successes needed to go up
 * @param fall failures needed to go down
 * @param impaired whether the observer doubted itself then
 */
public record CheckChanged(
    String node,
    String check,
    CheckStatus status,
    CheckResult result,
    String detail,
    long durationMillis,
    int health,
    int rise,
    int fall,
    boolean impaired)
    implements Event {

  public CheckChanged {
    detail = Brief.of(detail);
  }

  @Override
  public String subject() {
    return node + "/" + check;
  }

  /** What a check says of its target. */
  public enum CheckStatus implements Wire {
    UP,
    DOWN
  }
}
