package io.vigie.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UuidV7Test {

  @Test
  void looksAsInTheRfcsExample() {
    // RFC 9562, appendix A.6: Tuesday, February 22, 2022 2:22:22.00 PM GMT-05:00
    Instant time = Instant.ofEpochMilli(0x017F22E279B0L);
    long[] random = {0xCC3, 0x18C4DC0C0C07398FL};
    int[] next = {0};
    UuidV7 ids = new UuidV7(InstantSource.fixed(time), () -> random[next[0]++]);
    assertEquals("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", ids.next());
  }

  @Test
  void sortsByTimeAndNeverRepeats() {
    long[] millis = {0};
    UuidV7 ids = new UuidV7(() -> Instant.ofEpochMilli(millis[0]), new Random(1));
    Set<String> seen = new HashSet<>();
    String before = "";
    for (int i = 0; i < 10_000; i++) {
      millis[0] += i % 3 == 0 ? 1 : 1000;
      String id = ids.next();
      assertTrue(id.compareTo(before) > 0, before + " " + id);
      assertTrue(seen.add(id));
      assertEquals(7, UUID.fromString(id).version());
      assertEquals(2, UUID.fromString(id).variant());
      before = id;
    }
  }
}
