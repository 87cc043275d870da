package io.vigie.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The CPU time of a process, all its threads together, from {@code /proc/PID/stat} (proc(5)). */
public final class ProcStat {

  /** Clock ticks are 10 ms on every Linux that Java runs on (USER_HZ). */
  private static final double SECONDS_PER_TICK = 0.01;

  /** Positions after the command's closing parenthesis, where field 3 is the first. */
  private static final int UTIME = 14 - 3;

  private static final int STIME = 15 - 3;
  private static final int CUTIME = 16 - 3;
  private static final int CSTIME = 17 - 3;

  private ProcStat() {}

  /** User and system time so far, in seconds. */
  public static double cpuSeconds(long pid) throws IOException {
    return cpuSeconds(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
  }

  /** The same of the file's text. The command may hold spaces and parentheses. */
  public static double cpuSeconds(String stat) {
    return sum(stat, UTIME, STIME);
  }

  /**
   * The same with that of children that have ended and were waited for, so that the sum over all
   * processes loses nothing when one ends.
   */
  public static double cpuSecondsWithChildren(String stat) {
    return sum(stat, UTIME, STIME, CUTIME, CSTIME);
  }

  private static double sum(String stat, int... places) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Arrays.stream(places).mapToLong(place -> Long.parseLong(fields[place])).sum()
        * SECONDS_PER_TICK;
  }
}
