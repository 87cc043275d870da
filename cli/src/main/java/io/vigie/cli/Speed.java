package io.vigie.cli;

import io.vigie.sim.play.Tempo;

/** The option {@code --speed}. */
public final class Speed {

  private Speed() {}

  /**
   * The clock of a simulated cluster.
   *
   * @throws Failure if there is no such clock
   */
  public static Tempo parse(double speed) {
    try {
      return new Tempo(speed);
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--" + e.getMessage());
    }
  }
}
