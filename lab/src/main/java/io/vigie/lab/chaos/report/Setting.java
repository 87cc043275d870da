package io.vigie.lab.chaos.report;

import java.util.List;

/**
 * Where the runs of a report come from.
 *
 * @param command as it can be given again
 * @param facts of the machine and its programs, in the order in which they are told
 */
public record Setting(String command, List<Fact> facts) {

  public Setting {
    facts = List.copyOf(facts);
  }

  /** One thing that is so there, such as how many cores it has. */
  public record Fact(String name, String value) {}
}
