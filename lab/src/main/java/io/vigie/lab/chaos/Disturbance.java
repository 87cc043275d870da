package io.vigie.lab.chaos;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One thing that goes wrong, once or again and again. Times count from the start of the load.
 *
 * @param what happens
 * @param of which machine or host
 * @param first when, for the first time
 * @param down how long it lasts
 * @param up how long all is well before it comes again; null if it does not
 */
public record Disturbance(What what, String of, Duration first, Span down, @Nullable Span up) {

  /** What can happen to a machine. */
  public enum What {
    /** Its cable passes no packet, while both ends keep their carrier: a dead network card. */
    CUT,
    /** SIGKILL of all its processes; at the end they are started again. */
    KILL,
    /** SIGSTOP of all its processes; SIGCONT at the end. */
    FREEZE
  }

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
