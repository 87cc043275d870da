package io.vigie.health.core;

/**
 * HAProxy's one counter for rise and fall ({@code src/check.c}): up while it is at least rise.
 *
 * <p>A failure takes one off, and all that is left once it is below rise; a success adds one, and
 * all that is missing once it has reached rise. So one success forgets the failures of an up
 * target, and one failure the successes of a down one.
 *
 * @param health 0 to rise + fall - 1
 */
public record Counter(int health) {

  /** Before the first probe: up with no failure to spare, or down. */
  public static Counter start(Rule rule) {
    return new Counter(rule.startsUp() ? rule.rise() : 0);
  }

  /** Whether it says up. */
  public boolean up(Rule rule) {
    return health >= rule.rise();
  }

  /** After one more probe. */
  public Counter after(Rule rule, boolean passed) {
    int top = rule.rise() + rule.fall() - 1;
    if (passed) {
      return new Counter(health + 1 >= rule.rise() ? top : health + 1);
    }
    return new Counter(health - 1 < rule.rise() ? 0 : health - 1);
  }

  /** The same standing under another rule: fully up, or fully down. */
  public Counter under(Rule before, Rule after) {
    return new Counter(up(before) ? after.rise() + after.fall() - 1 : 0);
  }
}
