package io.vigie.sim.cluster;

import io.vigie.sim.store.Outcome;
import io.vigie.sim.store.Refusal;
import io.vigie.sim.store.Stored;
import java.util.List;

/**
 * What a write came to.
 *
 * @param created whether the object is new
 * @param warnings what the writer should know
 */
public record Written(Outcome outcome, boolean created, List<String> warnings) {

  public Written {
    warnings = List.copyOf(warnings);
  }

  static Written no(Refusal why) {
    return new Written(new Outcome.Refused(why), false, List.of());
  }

  /**
   * The object it came to.
   *
   * @throws IllegalArgumentException if it was refused
   */
  public Stored orThrow() {
    return switch (outcome) {
      case Outcome.Done done -> done.object();
      case Outcome.Refused(Refusal why) -> throw new IllegalArgumentException(why.message());
    };
  }
}
