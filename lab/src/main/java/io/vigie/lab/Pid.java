package io.vigie.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process on this machine, told apart from a later one with the same number by its start.
 *
 * <p>Source: proc(5), {@code /proc/PID/stat}, fields 3 (state) and 22 (starttime).
 *
 * @param number the process id
 * @param startTicks when it started, in clock ticks since the machine did
 */
public record Pid(long number, long startTicks) {

  private static final int STATE = 3;
  private static final int START_TIME = 22;

  /** Signals that faults are made of, and the one that loads a configuration again. */
  public enum Signal {
    KILL,
    STOP,
    CONT,
    HUP
  }

  /** The process that asks. */
  public static Pid self() {
    return of(ProcessHandle.current().pid())
        .orElseThrow(() -> new IllegalStateException("/proc/self is not there: is this Linux?"));
  }

  /** The process that has this number now; empty if none does. */
  public static Optional<Pid> of(long number) {
    return stat(number).map(fields -> new Pid(number, Long.parseLong(fields[START_TIME])));
  }

  /** Whether this very process runs, or is stopped; one that only waits to be reaped does not. */
  public boolean isAlive() {
    return !state().isEmpty();
  }

  /** Whether it is stopped by a signal. */
  public boolean isStopped() {
    return state().equals("T");
  }

  /**
   * Sends it a signal, unless it is gone.
   *
   * @return whether it was there
   */
  public boolean send(Signal signal) throws IOException {
    if (!isAlive()) {
      return false;
    }
    Command.run("sh", "-c", "kill -" + signal + " " + number);
    return true;
  }

  private String state() {
    return stat(number)
        .filter(fields -> Long.parseLong(fields[START_TIME]) == startTicks)
        .map(fields -> fields[STATE])
        .filter(state -> !state.equals("Z") && !state.equals("X"))
        .orElse("");
  }

  /** The fields by proc(5)'s numbers; what stands before the state is left empty. */
  private static Optional<String[]> stat(long number) {
    try {
      String line = Files.readString(Path.of("/proc/" + number + "/stat"));
      String afterName = line.substring(line.lastIndexOf(')') + 2);
      return Optional.of((" ".repeat(STATE) + afterName).split(" "));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      // ESRCH: it ended between open and read.
      return Optional.empty();
    }
  }
}
