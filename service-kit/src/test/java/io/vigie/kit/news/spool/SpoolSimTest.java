package io.vigie.kit.news.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random lives and deaths of a spool beside a list that never fails. */
class SpoolSimTest {

  private static final long BOUND = 300_000;
  private static final int STEPS = 3_000;

  @TempDir Path dir;
  private final long seed = Long.getLong("sim.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** Records not done, as they must be; those before {@code read} were read in this life. */
  private final List<Long> model = new ArrayList<>();

  private int read;
  private long nextN = 1;

  @Test
  void neverLosesReordersOrInventsARecord() throws IOException {
    try {
      Spool spool = Spool.open(dir, BOUND);
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(10)) {
          case 0, 1, 2, 3 -> append(spool);
          case 4, 5 -> read(spool);
          case 6, 7, 8 -> done(spool);
          default -> {
            spool.close();
            spool = restarted();
          }
        }
        assertTrue(spool.bytes() <= BOUND, "over the bound: " + spool.bytes());
        assertEquals(model.size(), spool.records());
      }
      spool.close();
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  private void append(Spool spool) throws IOException {
    int count = 1 + random.nextInt(8);
    List<SpoolRecord> records =
        LongStream.range(nextN, nextN + count)
            .mapToObj(n -> SpoolRecords.of(n, random.nextInt(5_000)))
            .toList();
    int appended = spool.append(records);
    for (int i = 0; i < appended; i++) {
      model.add(nextN + i);
    }
    nextN += count;
  }

  private void read(Spool spool) throws IOException {
    List<SpoolRecord> got = spool.read(1 + random.nextInt(20));
    assertEquals(
        model.subList(read, read + got.size()),
        got.stream().map(record -> record.sequence().n()).toList());
    assertTrue(!got.isEmpty() || read == model.size(), "nothing read though there was something");
    read += got.size();
  }

  private void done(Spool spool) throws IOException {
    for (int i = random.nextInt(20); i > 0 && read > 0; i--) {
      spool.done();
      model.removeFirst();
      read--;
    }
  }

  /** The next process: perhaps with a torn tail, and with some that were done before. */
  private Spool restarted() throws IOException {
    if (random.nextBoolean()) {
      tear();
    }
    List<Long> left = new ArrayList<>();
    try (Spool look = Spool.open(dir, BOUND)) {
      for (List<SpoolRecord> some = look.read(100); !some.isEmpty(); some = look.read(100)) {
        some.forEach(record -> left.add(record.sequence().n()));
      }
    }
    int first = model.isEmpty() ? left.size() : left.indexOf(model.getFirst());
    assertEquals(model, left.subList(Math.max(first, 0), left.size()));
    assertTrue(left.stream().sorted().toList().equals(left), "out of order: " + left);
    model.clear();
    model.addAll(left);
    read = 0;
    return Spool.open(dir, BOUND);
  }

  private void tear() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      Path last = files.sorted().reduce((_, b) -> b).orElseThrow();
      long size = Files.size(last);
      if (size > 0 && !model.isEmpty()) {
        try (FileChannel channel = FileChannel.open(last, StandardOpenOption.WRITE)) {
          channel.truncate(size - 1); // the last record is torn, and no other
        }
        model.removeLast();
      }
    }
  }
}
