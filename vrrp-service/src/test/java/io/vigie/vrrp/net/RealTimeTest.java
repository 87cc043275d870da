package io.vigie.vrrp.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Capabilities and urgency. */
class RealTimeTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "000001ffffffffff, ''", // root
        "0000000000003000, ''", // exactly both
        "0000000000002000, CAP_NET_ADMIN",
        "0000000000001000, CAP_NET_RAW",
        "0000000000000000, CAP_NET_RAW and CAP_NET_ADMIN",
        "ffffffffffffffff, ''"
      })
  void whatIsMissingIsNamed(String effective, String missing) {
    String status =
        "Name:\tjava\nCapPrm:\t000001ffffffffff\nCapEff:\t%s\nCapBnd:\t000001ffffffffff\n"
            .formatted(effective);
    assertEquals(missing, RealTime.missing(status));
  }

  @Test
  void whereTheKernelSaysNothingBothAreMissing() {
    assertEquals("CAP_NET_RAW and CAP_NET_ADMIN", RealTime.missing("Name:\tjava\n"));
  }

  /** Allowed or not, what is said is what the kernel does. */
  @Test
  void whatIsSaidOfUrgencyIsTrue() throws Exception {
    FutureTask<Boolean> agree =
        new FutureTask<>(
            () -> {
              String said = RealTime.urgent(1);
              String stat = Files.readString(Path.of("/proc/thread-self/stat"));
              String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
              String policy = fields[41 - 3]; // proc_pid_stat(5): field 41; 1 is SCHED_FIFO
              assertTrue(said.startsWith("SCHED_FIFO 1") || said.contains("CAP_SYS_NICE"), said);
              return said.startsWith("SCHED_FIFO") == policy.equals("1");
            });
    Thread.ofPlatform().start(agree);
    assertTrue(agree.get(10, TimeUnit.SECONDS));
  }
}
