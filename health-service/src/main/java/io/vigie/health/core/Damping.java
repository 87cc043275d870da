package io.vigie.health.core;

/**
 * When a node that comes and goes stays out (the idea of RFC 2439): each fall adds a penalty, which
 * halves in every half-life.
 *
 * @param enabled whether at all
 * @param penalty added by one fall
 * @param halfLifeNanos in which a penalty halves
 * @param suppress penalty from which the node stays out
 * @param reuse penalty below which it is taken back
 * @param mostNanos the longest it stays out after its last fall: no penalty grows beyond {@code
 *     reuse * 2^(most / halfLife)}
 */
public record Damping(
    boolean enabled, int penalty, long halfLifeNanos, int suppress, int reuse, long mostNanos) {

  /**
   * A node's account.
   *
   * @param penalty as of {@code atNanos}
   * @param suppressed whether it stays out
   */
  public record Account(double penalty, long atNanos, boolean suppressed) {

    /** Nothing on it. */
    public static final Account EMPTY = new Account(0, 0, false);
  }

  /** The node went down. */
  public Account fell(Account account, long now) {
    if (!enabled) {
      return Account.EMPTY;
    }
    double ceiling = reuse * Math.pow(2, (double) mostNanos / halfLifeNanos);
    double sum = Math.min(ceiling, penalty(account, now) + penalty);
    return new Account(sum, now, account.suppressed() || sum >= suppress);
  }

  /** The account as time has made it. */
  public Account at(Account account, long now) {
    return account.suppressed() && (!enabled || now - quietNanos(account) >= 0)
        ? new Account(penalty(account, now), now, false)
        : account;
  }

  /** The penalty left. */
  public double penalty(Account account, long now) {
    double halvings = (double) (now - account.atNanos()) / halfLifeNanos;
    return account.penalty() * Math.pow(2, -halvings);
  }

  /** When a suppressed node comes back, if it does not fall again. */
  public long quietNanos(Account account) {
    double halvings = Math.log(account.penalty() / reuse) / Math.log(2);
    return account.atNanos() + Math.max(0, (long) Math.ceil(halvings * halfLifeNanos));
  }
}
