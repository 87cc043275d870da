package io.vigie.console.core.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is aimed at, and what there was before.
 *
 * @param target the part of the time in which clients are to get through, above 0, at most 1
 * @param before what was measured before Vigie; none if nothing is known of it
 */
public record Goal(double target, @Nullable Before before) {

  /** What is aimed at where nobody says. */
  public static final Goal STANDARD = new Goal(0.999, null);

  /**
   * A time before Vigie looked.
   *
   * @param from its beginning
   * @param to its end
   * @param availability the part of it in which clients got through, 0 to 1
   */
  public record Before(Instant from, Instant to, double availability) {}
}
