package io.vigie.lab.chaos.scenario;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One thing that goes wrong, once or again and again. Times count from the start of the load.
 *
 * @param first when, for the first time
 * @param down how long it lasts
 * @param up how long all is well before it comes again; null if it does not
 */
public record Disturbance(Fault fault, Span first, Span down, @Nullable Span up) {

  /**
   * A length of time that chance chooses, evenly.
   *
   * @param most at least {@code least}
   */
  public record Span(Duration least, Duration most) {

    Duration pick(RandomGenerator chance) {
      long millis = most.toMillis() - least.toMillis();
      return least.plusMillis(millis == 0 ? 0 : chance.nextLong(millis + 1));
    }
  }
}
