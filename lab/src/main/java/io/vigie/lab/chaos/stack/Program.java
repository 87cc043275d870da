package io.vigie.lab.chaos.stack;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program of a machine.
 *
 * @param name what a scenario calls it
 * @param state the directory that outlives it, if it has one
 * @param ready the words it says when others may count on it; empty if nobody waits for it
 */
public record Program(String name, List<String> command, @Nullable Path state, String ready) {

  public Program {
    command = List.copyOf(command);
  }

  /** One without a state, which nobody waits for. */
  public static Program of(String name, List<String> command) {
    return new Program(name, command, null, "");
  }
}
