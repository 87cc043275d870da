package io.vigie.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Decoded.Known;
import io.vigie.event.Decoded.Reason;
import io.vigie.event.Decoded.Rejected;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that were never an event, or are no longer. Replay with {@code -Dsim.seed=N}. */
class EventCodecSimTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n",
        "{",
        "}",
        "[]",
        "[",
        "null",
        "true",
        "1",
        "\"text\"",
        "NaN",
        "{}x",
        "{}{}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        "{\"type\":\"a\",\"type\":\"b\"}",
        "\u0000",
        "<xml/>",
        "---\nyaml: true"
      })
  void brokenJsonIsCounted(String text) {
    rejected(Reason.BROKEN_JSON, text.getBytes(UTF_8));
  }

  @Test
  void brokenTextIsCounted() {
    rejected(Reason.BROKEN_JSON, new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'});
    rejected(Reason.BROKEN_JSON, new byte[] {(byte) 0xFF, (byte) 0xFE, (byte) 0xFD});
    rejected(Reason.BROKEN_JSON, new byte[] {0, 0, 0, '{'});
  }

  @Test
  void deepNestingIsCounted() {
    rejected(Reason.BROKEN_JSON, ("{\"a\":" + "[".repeat(100_000)).getBytes(UTF_8));
    String deep = "{\"data\":" + "[".repeat(2000) + "]".repeat(2000) + "}";
    rejected(Reason.BROKEN_JSON, deep.getBytes(UTF_8));
    String closed = "{\"data\":" + "[".repeat(900) + "]".repeat(900) + "}";
    rejected(Reason.NOT_AN_EVENT, closed.getBytes(UTF_8));
  }

  @Test
  void junkIsNotLookedAtBeyondTheLimit() {
    byte[] junk = new byte[1 << 20];
    Arrays.fill(junk, (byte) '{');
    assertEquals(
        new Rejected(Reason.TOO_LARGE, "1048576 bytes, at most 262144 expected"),
        EventCodec.decode(junk));
    rejected(Reason.BROKEN_JSON, Arrays.copyOf(junk, EventCodec.MOST_BYTES));
    rejected(Reason.TOO_LARGE, Arrays.copyOf(junk, EventCodec.MOST_BYTES + 1));
  }

  @ParameterizedTest
  @EnumSource
  void everyTruncationIsCounted(EventType type) {
    byte[] whole = EventCodec.encode(Samples.of(type));
    for (int length = 0; length < whole.length; length++) {
      rejected(Reason.BROKEN_JSON, Arrays.copyOf(whole, length));
    }
  }

  @Test
  void randomBytesNeverThrow() {
    long seed = Long.getLong("sim.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 5000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      assertInstanceOf(Rejected.class, EventCodec.decode(bytes), "seed " + seed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void damagedEventsNeverThrow(EventType type) {
    long seed = Long.getLong("sim.seed", System.nanoTime());
    Random random = new Random(seed);
    byte[] whole = EventCodec.encode(Samples.of(type));
    int rejected = 0;
    for (int i = 0; i < 500; i++) {
      byte[] damaged = whole.clone();
      for (int hits = random.nextInt(4); hits >= 0; hits--) {
        damaged[random.nextInt(damaged.length)] = (byte) (32 + random.nextInt(96));
      }
      Decoded decoded = EventCodec.decode(damaged);
      if (decoded instanceof Known(Envelope envelope)) {
        assertInstanceOf(Known.class, EventCodec.decode(EventCodec.encode(envelope)));
        assertTrue(envelope.key().contains("/"), "seed " + seed);
      } else {
        rejected++;
      }
    }
    assertTrue(rejected > 50, rejected + " rejected, seed " + seed);
  }

  private static void rejected(Reason reason, byte[] bytes) {
    Rejected rejected = assertInstanceOf(Rejected.class, EventCodec.decode(bytes));
    assertEquals(reason, rejected.reason(), rejected.detail());
    assertTrue(rejected.detail().length() <= 300 && !rejected.detail().contains("\n"));
  }
}
