package io.vigie.kit.news.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the spool keeps, and what it makes of files that were cut or damaged. */
class SpoolTest {

  private static final long BOUND = 1 << 20;
  private static final int ALL = 1000;

  @TempDir Path dir;

  @Test
  void readsOnceAndInOrder() throws IOException {
    try (Spool spool = Spool.open(dir, BOUND)) {
      assertEquals(3, spool.append(records(1, 3)));
      assertEquals(shown(1, 2), SpoolRecords.shown(spool.read(2)));
      assertEquals(1, spool.append(records(4, 4)));
      assertEquals(shown(3, 4), SpoolRecords.shown(spool.read(ALL)));
      assertEquals(List.of(), spool.read(ALL));
      assertEquals(4, spool.records());
    }
  }

  @Test
  void keepsWhatIsNotDoneForTheNextProcess() throws IOException {
    try (Spool spool = Spool.open(dir, BOUND)) {
      spool.append(records(1, 3));
      spool.read(ALL);
    }
    try (Spool spool = Spool.open(dir, BOUND)) {
      assertEquals(0, spool.cutBytes());
      assertEquals(3, spool.records());
      assertEquals(shown(1, 3), SpoolRecords.shown(spool.read(ALL)));
    }
  }

  @Test
  void hasNoByteLeftWhenAllIsDone() throws IOException {
    try (Spool spool = Spool.open(dir, BOUND)) {
      spool.append(records(1, 2));
      spool.read(ALL);
      spool.done();
      assertEquals(1, spool.records());
      assertTrue(spool.bytes() > 0);
      spool.done();
      assertEquals(0, spool.records());
      assertEquals(0, spool.bytes());
      spool.append(records(3, 3));
      assertEquals(shown(3, 3), SpoolRecords.shown(spool.read(ALL)));
    }
  }

  @Test
  void trimsWhileItIsNeverEmpty() throws IOException {
    try (Spool spool = Spool.open(dir, BOUND)) {
      spool.append(List.of(SpoolRecords.of(0, 10_000)));
      spool.read(1);
      for (int n = 1; n <= 1_000; n++) { // ten times the bound
        assertEquals(1, spool.append(List.of(SpoolRecords.of(n, 10_000))), "record " + n);
        spool.done();
        assertEquals(n, spool.read(ALL).getFirst().sequence().n());
      }
      assertEquals(1, spool.records());
    }
  }

  @Test
  void takesAsMuchAsFitsAndNotAByteMore() throws IOException {
    int one = Frame.HEAD_BYTES + SpoolRecords.of(1, 100).bodyBytes();
    try (Spool spool = Spool.open(dir, 3L * one)) {
      List<SpoolRecord> five = LongStream.rangeClosed(1, 5).mapToObj(this::hundredBytes).toList();
      assertEquals(3, spool.append(five));
      assertEquals(3L * one, spool.bytes());
      assertEquals(3L * one, sizeOnDisk());
      assertEquals(0, spool.append(five.subList(3, 5)));
      assertEquals(3L * one, sizeOnDisk());
    }
  }

  @Test
  void recoversTheWholeRecordsBeforeACutAtEveryLength() throws IOException {
    byte[] whole = written(records(1, 3));
    int[] ends = new int[4];
    for (int n = 1; n <= 3; n++) {
      ends[n] = written(records(1, n)).length;
    }
    for (int length = 0; length <= whole.length; length++) {
      int cut = length;
      int kept = (int) Stream.of(1, 2, 3).filter(n -> ends[n] <= cut).count();
      Path fresh = Files.createDirectory(dir.resolve("cut-" + length));
      Files.write(fresh.resolve("0000000000.log"), Arrays.copyOf(whole, length));
      try (Spool spool = Spool.open(fresh, BOUND)) {
        assertEquals(length - ends[kept], spool.cutBytes(), "cut at " + length);
        assertEquals(kept, spool.records(), "cut at " + length);
        spool.append(records(9, 9));
        assertEquals(
            Stream.concat(shown(1, kept).stream(), shown(9, 9).stream()).toList(),
            SpoolRecords.shown(spool.read(ALL)),
            "cut at " + length);
      }
    }
  }

  @Test
  void recoversTheRecordsBeforeAnyDamagedByte() throws IOException {
    byte[] whole = written(records(1, 3));
    int firstEnds = written(records(1, 1)).length;
    int secondEnds = written(records(1, 2)).length;
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Path fresh = Files.createDirectory(dir.resolve("damaged-" + at));
      Files.write(fresh.resolve("0000000000.log"), damaged);
      int kept = at < firstEnds ? 0 : at < secondEnds ? 1 : 2;
      try (Spool spool = Spool.open(fresh, BOUND)) {
        assertEquals(shown(1, kept), SpoolRecords.shown(spool.read(ALL)), "damaged at " + at);
      }
    }
  }

  @Test
  void readsPastAFileOfZeros() throws IOException {
    Files.write(dir.resolve("0000000000.log"), new byte[4096]);
    Files.write(dir.resolve("0000000001.log"), written(records(1, 2)));
    try (Spool spool = Spool.open(dir, BOUND)) {
      assertEquals(4096, spool.cutBytes());
      assertEquals(shown(1, 2), SpoolRecords.shown(spool.read(ALL)));
    }
  }

  @Test
  void refusesARecordThatCouldNotBeReadBack() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> SpoolRecords.of(1, 512 << 10));
    assertTrue(String.valueOf(e.getMessage()).contains("at most 524288"), e.getMessage());
  }

  @Test
  void saysWhichFileIsNotItsOwn() throws IOException {
    Files.createFile(dir.resolve("notes.log"));
    IOException e = assertThrows(IOException.class, () -> Spool.open(dir, BOUND));
    assertTrue(String.valueOf(e.getMessage()).contains("notes.log"), e.getMessage());
  }

  private SpoolRecord hundredBytes(long n) {
    return SpoolRecords.of(n, 100);
  }

  private byte[] written(List<SpoolRecord> records) throws IOException {
    Path apart = Files.createTempDirectory(dir, "written");
    try (Spool spool = Spool.open(apart, BOUND)) {
      spool.append(records);
    }
    return Files.readAllBytes(apart.resolve("0000000000.log"));
  }

  private long sizeOnDisk() throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : files.toList()) {
        size += Files.size(file);
      }
    }
    return size;
  }

  private static List<SpoolRecord> records(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(n -> SpoolRecords.of(n, (int) n * 7)).toList();
  }

  private static List<String> shown(long from, long to) {
    return SpoolRecords.shown(records(from, to));
  }
}
