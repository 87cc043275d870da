package io.vigie.kit.notify.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Tone;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PostbagTest {

  private static final long T = 1_700_000_000_000L;
  private static final long MINUTE = 60_000;

  private static Notice notice(String name, String state) {
    return new Notice(
        "id", "id", "NODE", name, state, 0, name + " " + state, Tone.BAD, "lb-1", "health", "now");
  }

  private static Postbag webhook(int most) {
    return new Postbag(most, MINUTE, false, Postbag.Saved.NOTHING);
  }

  private static Postbag program(int most) {
    return new Postbag(most, MINUTE, true, Postbag.Saved.NOTHING);
  }

  private static List<String> told(Optional<Parcel> parcel) {
    return parcel.orElseThrow().notices().stream().map(Notice::text).toList();
  }

  @Test
  void oneAfterTheOtherInOrder() {
    Postbag bag = webhook(10);
    assertFalse(bag.add(notice("a", "DOWN"), T));
    assertFalse(bag.add(notice("b", "DOWN"), T));
    assertEquals(List.of("a DOWN"), told(bag.due(T)));
    assertEquals(Optional.empty(), bag.due(T), "one is under way");
    assertEquals(Optional.empty(), bag.nextMillis(T), "its end must be told first");
    bag.delivered();
    assertEquals(List.of("b DOWN"), told(bag.due(T)));
    bag.delivered();
    assertEquals(Optional.empty(), bag.due(T));
    assertEquals(0, bag.waiting());
  }

  @Test
  void aFailureIsTriedAgainAfterLongerAndLongerPauses() {
    Postbag bag = webhook(10);
    bag.add(notice("a", "DOWN"), T);
    long at = T;
    for (long pause : new long[] {1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000}) {
      assertTrue(bag.due(at).isPresent());
      assertFalse(bag.failed(false, 0, at));
      assertEquals(Optional.of(at + pause), bag.nextMillis(at));
      assertEquals(Optional.empty(), bag.due(at + pause - 1));
      at += pause;
    }
    for (int i = 0; i < 100; i++) {
      assertTrue(bag.due(at).isPresent());
      assertFalse(bag.failed(false, 0, at), "what may arrive later is never given up");
      at += 300_000;
    }
  }

  @Test
  void aPauseThatIsAskedForIsKept() {
    Postbag bag = webhook(10);
    bag.add(notice("a", "DOWN"), T);
    bag.due(T);
    bag.failed(false, 30_000, T);
    assertEquals(Optional.of(T + 30_000), bag.nextMillis(T));
    bag.due(T + 30_000);
    bag.failed(false, 86_400_000, T + 30_000);
    assertEquals(Optional.of(T + 330_000), bag.nextMillis(T + 30_000), "five minutes at most");
  }

  @Test
  void whatIsNotWantedIsGivenUpAfterFiveTries() {
    Postbag bag = webhook(10);
    bag.add(notice("a", "DOWN"), T);
    bag.add(notice("b", "DOWN"), T);
    for (int i = 1; i <= 5; i++) {
      long at = T + i * 300_000L;
      assertEquals(List.of("a DOWN"), told(bag.due(at)));
      assertEquals(i == 5, bag.failed(true, 0, at));
    }
    assertEquals(List.of("b DOWN"), told(bag.due(T + 1_500_000)));
  }

  @Test
  void whatIsBeyondTheLimitIsCountedAndTheLastWordsAreTold() {
    Postbag bag = webhook(2);
    assertFalse(bag.add(notice("a", "DOWN"), T));
    assertFalse(bag.add(notice("b", "DOWN"), T + 1));
    assertTrue(bag.add(notice("a", "UP"), T + 2));
    assertTrue(bag.add(notice("c", "DOWN"), T + 3));
    assertTrue(bag.add(notice("a", "DOWN"), T + 4));
    assertEquals(List.of("a DOWN"), told(bag.due(T + 4)));
    bag.delivered();
    assertEquals(List.of("b DOWN"), told(bag.due(T + 5)));
    bag.delivered();
    assertEquals(Optional.empty(), bag.due(T + 6), "the limit");
    assertEquals(Optional.of(T + 4 + MINUTE), bag.nextMillis(T + 6));
    assertTrue(bag.add(notice("d", "DOWN"), T + 7), "nothing overtakes what is held back");
    Parcel many = bag.due(T + 4 + MINUTE).orElseThrow();
    assertEquals(4, many.held());
    assertEquals(T + 2, many.sinceMillis());
    assertEquals(List.of("c DOWN", "a DOWN", "d DOWN"), told(Optional.of(many)));
    bag.delivered();
    assertFalse(bag.add(notice("e", "DOWN"), T + 5 + MINUTE));
  }

  @Test
  void aRetryTakesNoFurtherRoom() {
    Postbag bag = webhook(1);
    bag.add(notice("a", "DOWN"), T);
    bag.due(T);
    bag.failed(false, 0, T);
    assertEquals(List.of("a DOWN"), told(bag.due(T + 1_000)));
  }

  @Test
  void aProgramIsNotCalledAgainWithAnOldWord() {
    Postbag bag = program(10);
    bag.add(notice("a", "BACKUP"), T);
    bag.due(T);
    bag.add(notice("a", "MASTER"), T + 1);
    assertTrue(bag.failed(false, 0, T + 2), "it was called, and is told something newer");
    assertEquals(List.of("a MASTER"), told(bag.due(T + 2)));
  }

  @Test
  void aProgramIsCalledFiveTimesAtMostAndOncePerSubject() {
    Postbag bag = program(2);
    bag.add(notice("a", "BACKUP"), T);
    for (int i = 1; i <= 5; i++) {
      bag.due(T + i * MINUTE);
      assertEquals(i == 5, bag.failed(false, 0, T + i * MINUTE));
    }
    long later = T + 60 * MINUTE;
    bag.add(notice("a", "1"), later);
    bag.add(notice("a", "2"), later);
    bag.add(notice("a", "3"), later);
    bag.add(notice("b", "1"), later);
    bag.add(notice("a", "4"), later);
    bag.due(later);
    bag.delivered();
    bag.due(later);
    bag.delivered();
    assertEquals(List.of("b 1"), told(bag.due(later + MINUTE)));
    bag.delivered();
    assertEquals(List.of("a 4"), told(bag.due(later + MINUTE)));
  }

  @Test
  void aRestartGoesOnWithAllOfIt() {
    Postbag first = webhook(2);
    first.add(notice("a", "DOWN"), T);
    first.add(notice("b", "DOWN"), T);
    first.add(notice("c", "DOWN"), T);
    first.due(T); // and nobody knows what became of it
    Postbag second = new Postbag(2, MINUTE, false, first.saved());
    assertEquals(List.of("a DOWN"), told(second.due(T + 1)));
    second.delivered();
    assertEquals(Optional.empty(), second.due(T + 2), "the limit holds over a restart");
    assertEquals(List.of("b DOWN"), told(second.due(T + MINUTE + 1)));
    second.delivered();
    assertEquals(List.of("c DOWN"), told(second.due(T + 2 * MINUTE)));
  }

  @Test
  void aClockThatJumpsBackDoesNotSilenceIt() {
    Postbag bag = webhook(1);
    bag.add(notice("a", "DOWN"), T);
    bag.due(T);
    bag.failed(false, 0, T);
    long before = T - 100 * MINUTE;
    assertEquals(Optional.empty(), bag.due(before));
    assertTrue(bag.due(before + 300_000).isPresent());
    bag.delivered();
    bag.add(notice("b", "DOWN"), before + 300_001);
    assertTrue(bag.due(before + 300_000 + MINUTE).isPresent());
  }

  @Test
  void tenThousandAreBoundedAndNoneIsForgotten() {
    long seed = Long.getLong("sim.seed", System.nanoTime());
    SplittableRandom chance = new SplittableRandom(seed);
    Postbag bag = webhook(10);
    long told = 0;
    long now = T;
    for (int i = 0; i < 10_000; i++) {
      now += chance.nextInt(20);
      bag.add(notice("n" + chance.nextInt(200), i % 2 == 0 ? "DOWN" : "UP"), now);
      assertTrue(bag.waiting() <= 12, "seed " + seed);
      assertTrue(bag.saved().lastWords().size() <= Postbag.MOST_SUBJECTS, "seed " + seed);
      if (chance.nextInt(3) == 0) {
        Optional<Parcel> due = bag.due(now);
        if (due.isPresent() && chance.nextInt(3) == 0) {
          bag.failed(false, 0, now);
        } else if (due.isPresent()) {
          told += Math.max(1, due.get().held());
          bag.delivered();
        }
      }
    }
    while (bag.waiting() > 0) {
      now = bag.nextMillis(now).orElseThrow();
      told += Math.max(1, bag.due(now).orElseThrow().held());
      bag.delivered();
    }
    assertEquals(10_000, told, "seed " + seed);
  }
}
