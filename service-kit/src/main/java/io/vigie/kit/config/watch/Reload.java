package io.vigie.kit.config.watch;

import java.util.List;

/**
 * How the last look at a changed file ended.
 *
 * @param warnings what a person should know until the next one; empty if all is well
 */
public record Reload(Outcome outcome, List<String> warnings) {

  /** The ends there are. */
  public enum Outcome {
    /** The services went over to it. */
    LOADED,
    /** It says the same as before. */
    UNCHANGED,
    /** It is not a good configuration; the old one stays. */
    BROKEN,
    /** It is good, but a service could not go over to it. */
    REFUSED
  }
}
