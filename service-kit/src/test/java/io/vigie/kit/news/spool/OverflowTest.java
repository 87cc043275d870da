package io.vigie.kit.news.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Sequence;
import io.vigie.event.Topic;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverflowTest {

  private static final int BYTES = record(state(), "k", 1).bodyBytes();
  private static final int ALL = 100;

  private final Overflow overflow = new Overflow(8L * BYTES);

  private static String state() {
    return topic(true);
  }

  private static String history() {
    return topic(false);
  }

  private static String topic(boolean folded) {
    return Arrays.stream(Topic.values())
        .filter(topic -> topic.folded() == folded)
        .findFirst()
        .orElseThrow()
        .wire();
  }

  /** All of the same length. */
  private static SpoolRecord record(String topic, String key, long n) {
    return new SpoolRecord(
        topic, key, new Sequence(1, n), 0, new byte[100 - topic.length() - key.length()]);
  }

  private int add(String topic, String key, long n) {
    return overflow.add(record(topic, key, n));
  }

  private List<Long> taken(int most) {
    return overflow.take(most).stream().map(record -> record.sequence().n()).toList();
  }

  @Test
  void allThatFitsIsKeptInOrder() {
    assertTrue(overflow.isEmpty());
    for (long n = 1; n <= 8; n++) {
      assertEquals(0, add(n % 2 == 0 ? state() : history(), "k", n));
    }
    assertEquals(List.of(1L, 2L, 3L), taken(3));
    assertEquals(List.of(4L, 5L, 6L, 7L, 8L), taken(ALL));
    assertTrue(overflow.isEmpty());
  }

  @Test
  void whatIsNoLastWordGoesFirst() {
    add(state(), "a", 1);
    add(state(), "b", 2);
    add(state(), "c", 3);
    add(history(), "a", 4);
    add(state(), "b", 5);
    add(state(), "b", 6);
    add(history(), "a", 7);
    add(history(), "a", 8);
    assertEquals(3, add(state(), "d", 9));
    assertEquals(List.of(1L, 3L, 6L, 7L, 8L, 9L), taken(ALL));
  }

  @Test
  void lastWordsGoWhenThereIsNothingElse() {
    for (long n = 1; n <= 8; n++) {
      assertEquals(0, add(state(), "k" + n, n));
    }
    assertEquals(3, add(state(), "k9", 9));
    assertEquals(List.of(4L, 5L, 6L, 7L, 8L, 9L), taken(ALL));
  }

  @Test
  void whatWasTakenIsForgotten() {
    add(state(), "a", 1);
    assertEquals(List.of(1L), taken(1));
    for (long n = 2; n <= 9; n++) {
      assertEquals(0, add(history(), "h", n));
    }
    assertEquals(3, add(state(), "a", 10));
    assertEquals(List.of(5L, 6L, 7L, 8L, 9L, 10L), taken(ALL));
    assertTrue(overflow.isEmpty());
  }

  @Test
  void oneThatIsTooLargeAlone() {
    SpoolRecord large = new SpoolRecord(state(), "k", new Sequence(1, 1), 0, new byte[9 * BYTES]);
    assertEquals(1, overflow.add(large));
    assertTrue(overflow.isEmpty());
  }
}
