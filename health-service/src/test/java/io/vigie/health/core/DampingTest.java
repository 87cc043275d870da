package io.vigie.health.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.health.core.Damping.Account;
import org.junit.jupiter.api.Test;

class DampingTest {

  private static final long MINUTE = 60_000_000_000L;
  private static final Damping DEFAULT =
      new Damping(true, 1000, 5 * MINUTE, 2000, 750, 10 * MINUTE);

  @Test
  void penaltyHalvesInAHalfLife() {
    Account one = DEFAULT.fell(Account.EMPTY, 0);
    assertEquals(1000.0, DEFAULT.penalty(one, 0), 0.001);
    assertEquals(500.0, DEFAULT.penalty(one, 5 * MINUTE), 0.001);
    assertEquals(250.0, DEFAULT.penalty(one, 10 * MINUTE), 0.001);
    assertFalse(one.suppressed(), "one fall is an accident");
  }

  @Test
  void theThirdFallInThreeMinutesKeepsItOut() {
    Account account = DEFAULT.fell(Account.EMPTY, 0);
    account = DEFAULT.fell(account, MINUTE);
    assertEquals(1870.55, account.penalty(), 0.01);
    assertFalse(account.suppressed());
    account = DEFAULT.fell(account, 2 * MINUTE);
    assertEquals(2628.41, account.penalty(), 0.01);
    assertTrue(account.suppressed());
    assertEquals(542.7, (DEFAULT.quietNanos(account) - 2 * MINUTE) / 1e9, 0.1);
  }

  @Test
  void aCardThatDropsEveryMinuteStaysOutUntilItIsQuietAndNoLongerThanMost() {
    Account account = Account.EMPTY;
    long now = 0;
    for (int fall = 0; fall < 60; fall++) {
      now = fall * MINUTE;
      account = DEFAULT.fell(DEFAULT.at(account, now), now);
      assertEquals(fall >= 2, account.suppressed(), "after fall " + (fall + 1));
    }
    assertEquals(3000.0, account.penalty(), 0.001, "the ceiling, 750 * 2^(10/5)");
    assertEquals(600.0, (DEFAULT.quietNanos(account) - now) / 1e9, 0.001);
    assertTrue(DEFAULT.at(account, now + 10 * MINUTE - 1_000_000).suppressed());
    assertFalse(DEFAULT.at(account, now + 10 * MINUTE + 1_000_000).suppressed());
  }
}
