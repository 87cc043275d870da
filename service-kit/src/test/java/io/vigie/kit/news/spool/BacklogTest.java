package io.vigie.kit.news.spool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.kit.news.spool.Backlog.Taken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is still to be sent, when the disk is well and when it is not. */
@Timeout(20)
class BacklogTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int VALUE_BYTES = 100;
  private static final int FRAME_BYTES =
      Frame.HEAD_BYTES + SpoolRecords.of(1, VALUE_BYTES).bodyBytes();

  @TempDir Path dir;
  private final AtomicInteger dropped = new AtomicInteger();
  private final AtomicInteger batches = new AtomicInteger();
  private Spool spool;
  private Backlog backlog;

  @BeforeEach
  void open() throws IOException {
    open(1 << 20);
  }

  @AfterEach
  void close() throws Exception {
    backlog.finish(1_000);
    spool.close();
  }

  @Test
  void givesInOrderWhatWasOffered() throws IOException {
    offer(1, 3);
    assertEquals(List.of(1L, 2L), numbers(backlog.take(2)));
    assertEquals(List.of(3L), numbers(backlog.take(2)));
    assertEquals(List.of(), backlog.take(2));
  }

  @Test
  void aSenderThatIsBusyTakesNothingAndLosesNothing() throws IOException {
    offer(1, 3);
    assertEquals(List.of(), backlog.take(0));
    assertEquals("", backlog.trouble());
    assertEquals(List.of(1L, 2L, 3L), numbers(backlog.take(10)));
    assertEquals(0, dropped.get());
  }

  @Test
  void whatIsOfferedWaitsUntilItIsDoneOnDiskOrNot() throws Exception {
    Backlog slow = new Backlog("slow", spool, () -> {}, dropped::addAndGet);
    slow.offer(SpoolRecords.of(1, VALUE_BYTES));
    slow.offer(SpoolRecords.of(2, VALUE_BYTES));
    assertEquals(2, slow.waiting(), "nothing is written yet");
    slow.start();
    await().atMost(LIMIT).until(() -> spool.records() == 2 && slow.waiting() == 2);
    List<Taken> taken = slow.take(2);
    assertEquals(2, slow.waiting(), "they are on their way");
    taken.forEach(slow::done);
    assertEquals(0, slow.waiting());
    slow.finish(1_000);
  }

  @Test
  void keepsLastWordsInMemoryWhenTheSpoolIsFull() throws Exception {
    close();
    open(3L * FRAME_BYTES);
    offer(1, 3);
    for (long n = 4; n <= 5; n++) {
      int before = batches.get();
      backlog.offer(SpoolRecords.of(n, VALUE_BYTES));
      await().atMost(LIMIT).until(() -> batches.get() > before);
    }
    List<Taken> first = backlog.take(10);
    assertEquals(List.of(1L, 2L, 3L), numbers(first));
    first.forEach(backlog::done);
    assertEquals(List.of(4L, 5L), numbers(backlog.take(10)));
    assertEquals(0, dropped.get());
    assertTrue(backlog.isEmpty());
  }

  @Test
  void countsWhatADamagedFileHeldAndGoesOn() throws IOException {
    offer(1, 4);
    Taken first = backlog.take(1).getFirst();
    damage(2L * FRAME_BYTES + Frame.HEAD_BYTES);

    assertEquals(List.of(2L), numbers(backlog.take(10))); // sound, before the damage
    assertEquals(List.of(), backlog.take(10));
    assertEquals(2, dropped.get());
    assertTrue(backlog.trouble().startsWith("spool: cannot be read: "), backlog.trouble());

    offer(5, 5);
    List<Taken> rest = backlog.take(10);
    assertEquals(List.of(5L), numbers(rest));
    backlog.done(first);
    backlog.done(first);
    backlog.done(rest.getFirst());
    assertEquals(0, spool.records());
    assertEquals(0, spool.bytes());
  }

  @Test
  void whatCameAfterTheDamageIsThereInTheNextLife() throws Exception {
    offer(1, 2);
    damage(Frame.HEAD_BYTES);
    assertEquals(List.of(), backlog.take(10));
    offer(3, 3);

    close();
    open();
    assertEquals(List.of(3L), numbers(backlog.take(10)));
  }

  private void open(long mostBytes) throws IOException {
    spool = Spool.open(dir, mostBytes);
    backlog = new Backlog("test", spool, batches::incrementAndGet, dropped::addAndGet);
    backlog.start();
  }

  /** Returns when they are on disk. */
  private void offer(long from, long to) {
    for (long n = from; n <= to; n++) {
      long before = spool.records();
      backlog.offer(SpoolRecords.of(n, VALUE_BYTES));
      await()
          .atMost(LIMIT)
          .pollInterval(1, TimeUnit.MILLISECONDS)
          .until(() -> spool.records() > before);
    }
  }

  private void damage(long at) throws IOException {
    try (FileChannel file =
        FileChannel.open(dir.resolve("0000000000.log"), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {(byte) 0xFF}), at);
    }
  }

  private static List<Long> numbers(List<Taken> taken) {
    return taken.stream().map(one -> one.record().sequence().n()).toList();
  }
}
