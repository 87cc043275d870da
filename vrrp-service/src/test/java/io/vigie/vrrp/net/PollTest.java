package io.vigie.vrrp.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting, and being called. */
@Timeout(20)
class PollTest {

  private static final long MILLI = 1_000_000;
  private static final long LONG = 3_600_000 * MILLI;

  @Test
  void itWaitsForThePointInTimeAndNotLonger() {
    try (Poll poll = Poll.open()) {
      long deadline = System.nanoTime() + 20 * MILLI;
      poll.await(deadline);
      long late = System.nanoTime() - deadline;
      assertTrue(late >= 0 && late < 2_000 * MILLI, "late by " + late + " ns");
      long before = System.nanoTime();
      poll.await(before - LONG);
      assertTrue(System.nanoTime() - before < 2_000 * MILLI, "a time long past is no wait");
    }
  }

  @Test
  void aCallEndsTheWaitOrTheNextOneAndOnlyThat() throws Exception {
    try (Poll poll = Poll.open()) {
      poll.wake();
      poll.wake();
      poll.await(System.nanoTime() + LONG);
      long deadline = System.nanoTime() + 20 * MILLI;
      poll.await(deadline);
      assertTrue(System.nanoTime() - deadline >= 0, "both calls are answered by one wake-up");
      CompletableFuture<Void> call = CompletableFuture.runAsync(poll::wake);
      poll.await(System.nanoTime() + LONG);
      call.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aCallAfterTheEndReachesNobodyElse() {
    Kernel kernel = new Kernel();
    Poll poll = Poll.open();
    poll.close();
    int next = kernel.check("eventfd", kernel.eventfd()); // has the number that was the poll's
    poll.wake();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(8, 8);
      assertEquals(-1, kernel.read(next, count), "somebody else's file was written to");
      assertEquals(KernelFailure.EAGAIN, kernel.errno());
    } finally {
      assertEquals(0, kernel.close(next));
    }
    poll.close();
  }

  @Test
  void callsDuringTheEndDoNoHarm() throws Exception {
    for (int i = 0; i < 200; i++) {
      Poll poll = Poll.open();
      List<CompletableFuture<Void>> calls = new ArrayList<>();
      for (int j = 0; j < 4; j++) {
        calls.add(CompletableFuture.runAsync(poll::wake));
      }
      poll.close();
      for (CompletableFuture<Void> call : calls) {
        call.get(10, TimeUnit.SECONDS);
      }
    }
  }
}
