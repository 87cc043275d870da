package io.vigie.vrrp.net;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the process may do, and how urgent its thread is. */
public final class RealTime {

  private static final int SCHED_FIFO = 1;
  private static final int SCHED_RESET_ON_FORK = 0x40000000;
  private static final int CAP_NET_ADMIN = 12;
  private static final int CAP_NET_RAW = 13;

  private RealTime() {}

  /**
   * Makes the calling thread one that runs before all others: SCHED_FIFO (sched(7)).
   *
   * @param priority 1 to 99
   * @return what became of it, for people
   */
  public static String urgent(int priority) {
    Kernel kernel = new Kernel();
    try (Arena arena = Arena.ofConfined()) {
      int errno =
          kernel.schedule(SCHED_FIFO | SCHED_RESET_ON_FORK, Native.integer(arena, priority));
      return errno == 0
          ? "SCHED_FIFO " + priority
          : "SCHED_OTHER: real time is not allowed (%s); give LimitRTPRIO or CAP_SYS_NICE"
              .formatted(KernelFailure.name(errno));
    }
  }

  /**
   * The capabilities that are needed and missing, such as {@code CAP_NET_RAW}; empty if none is.
   *
   * @throws IOException if the kernel does not say: not Linux
   */
  public static String missingCapabilities() throws IOException {
    return missing(Files.readString(Path.of("/proc/self/status")));
  }

  static String missing(String status) {
    long effective =
        status
            .lines()
            .filter(line -> line.startsWith("CapEff:"))
            .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .findFirst()
            .orElse(0L);
    boolean raw = (effective >> CAP_NET_RAW & 1) != 0;
    boolean admin = (effective >> CAP_NET_ADMIN & 1) != 0;
    if (raw) {
      return admin ? "" : "CAP_NET_ADMIN";
    }
    return admin ? "CAP_NET_RAW" : "CAP_NET_RAW and CAP_NET_ADMIN";
  }
}
