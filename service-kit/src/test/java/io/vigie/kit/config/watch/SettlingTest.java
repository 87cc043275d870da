package io.vigie.kit.config.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a changed file counts as written. */
class SettlingTest {
  private static final FileStamp OLD = new FileStamp(1, 10, "a");
  private static final FileStamp PART = new FileStamp(2, 5, "a");
  private static final FileStamp NEW = new FileStamp(2, 20, "a");

  @Test
  void aFileThatStaysTheSameIsReadNoMore() {
    assertEquals(List.of(false, false, false), looks(OLD, OLD, OLD));
  }

  @Test
  void aChangeCountsAtTheSecondEqualLook() {
    assertEquals(List.of(false, false, true, false), looks(OLD, NEW, NEW, NEW));
  }

  @Test
  void aFileThatGrowsIsWaitedFor() {
    assertEquals(List.of(false, false, true), looks(PART, NEW, NEW));
  }

  @Test
  void aFileThatIsGoneForAMomentIsNotMissed() {
    assertEquals(List.of(false, false, true), looks(FileStamp.NONE, NEW, NEW));
    assertEquals(List.of(false, false, false), looks(FileStamp.NONE, OLD, OLD));
  }

  @Test
  void aFileThatStaysGoneCountsOnce() {
    assertEquals(
        List.of(false, true, false), looks(FileStamp.NONE, FileStamp.NONE, FileStamp.NONE));
  }

  @Test
  void anotherFileOfTheSameTimeAndSizeIsAChange() {
    FileStamp other = new FileStamp(1, 10, "b");
    assertEquals(List.of(false, true), looks(other, other));
  }

  private static List<Boolean> looks(FileStamp... stamps) {
    Settling settling = new Settling(OLD);
    List<Boolean> rests = new ArrayList<>();
    for (FileStamp stamp : stamps) {
      rests.add(settling.rests(stamp));
    }
    return rests;
  }
}
