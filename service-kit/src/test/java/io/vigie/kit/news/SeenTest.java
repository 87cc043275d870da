package io.vigie.kit.news;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Sequence;
import org.junit.jupiter.api.Test;

/** Which copies are first ones, and that remembering it takes bounded room. */
class SeenTest {

  private final Seen seen = new Seen(100);

  @Test
  void repeatedAndLateCopiesAreNotFirst() {
    assertTrue(first("a", "k", 8));
    assertFalse(first("a", "k", 7));
    assertFalse(first("a", "k", 8));
    assertTrue(first("a", "k", 9));
  }

  @Test
  void keysAndSourcesDoNotHideOneAnother() {
    assertTrue(first("a", "k", 8));
    assertTrue(first("a", "other", 7));
    assertTrue(first("b", "k", 7));
  }

  @Test
  void aLaterLifeIsFirstWhateverItsNumbers() {
    assertTrue(seen.first("a", "k", new Sequence(4, 900)));
    assertTrue(seen.first("a", "k", new Sequence(5, 1)));
    assertFalse(seen.first("a", "k", new Sequence(4, 901)));
  }

  @Test
  void forgetsTheKeyThatWasSilentForLongest() {
    for (int n = 0; n < 100; n++) {
      first("a", "k" + n, 5);
    }
    first("a", "k0", 6);
    first("a", "one more", 1);
    assertEquals(100, seen.keys());
    assertEquals(1, seen.forgotten());
    assertFalse(first("a", "k0", 6));
    assertTrue(first("a", "k1", 5)); // forgotten
  }

  @Test
  void aKeyWithEndlessSourcesTakesNoMoreRoom() {
    for (int n = 0; n < 10_000; n++) {
      assertTrue(first("source " + n, "k", 5));
    }
    assertEquals(10_000 - Seen.MOST_SOURCES, seen.forgotten());
    assertFalse(first("source 9999", "k", 5));
  }

  @Test
  void aKeyThatEndedMayBeginAgain() {
    first("a", "k", 8);
    seen.end("k");
    assertEquals(0, seen.keys());
    assertTrue(first("a", "k", 3));
  }

  private boolean first(String source, String key, long n) {
    return seen.first(source, key, new Sequence(1, n));
  }
}
