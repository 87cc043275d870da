package io.vigie.vrrp.core;

/**
 * How long a host that flapped must be quiet before it may take a VIP back (the idea of RFC 2439):
 * each flap adds 1000, the sum halves in every half-life, and from the first flap on the host stays
 * back until less than 500 is left. So one flap costs one half-life, more in a row cost more.
 *
 * @param halfLifeNanos in which the penalty halves
 * @param mostNanos the longest it stays back after its last flap
 */
public record Stability(long halfLifeNanos, long mostNanos) {

  private static final double FLAP = 1000;
  private static final double REUSE = 500;

  /**
   * A host's account.
   *
   * @param penalty as of {@code atNanos}
   * @param atNanos when the host last flapped
   * @param flaps since it was last clear
   */
  public record Account(double penalty, long atNanos, int flaps) {

    /** Nothing on it. */
    public static final Account CLEAR = new Account(0, 0, 0);

    /** Whether the host stays back. */
    public boolean suppressed() {
      return flaps > 0;
    }
  }

  /** The host flapped. */
  Account flapped(Account account, long now) {
    double ceiling = REUSE * Math.pow(2, (double) mostNanos / halfLifeNanos);
    return new Account(
        Math.max(FLAP, Math.min(ceiling, penalty(account, now) + FLAP)), now, account.flaps() + 1);
  }

  /** The account as time has made it. */
  Account at(Account account, long now) {
    return account.suppressed() && now - quietAtNanos(account) >= 0 ? Account.CLEAR : account;
  }

  /** When a suppressed host is clear, if it does not flap again. */
  long quietAtNanos(Account account) {
    double halvings = Math.log(account.penalty() / REUSE) / Math.log(2);
    return account.atNanos() + Math.min(mostNanos, (long) Math.ceil(halvings * halfLifeNanos));
  }

  private double penalty(Account account, long now) {
    return account.penalty() * Math.pow(2, -(double) (now - account.atNanos()) / halfLifeNanos);
  }
}
