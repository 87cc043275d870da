package io.vigie.lb.direct;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.lb.core.Input;
import io.vigie.lb.core.Input.Flows;
import io.vigie.lb.core.LbConfig.Balance;
import io.vigie.lb.direct.Plan.Backend;
import io.vigie.lb.direct.Plan.Front;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CountsTest {

  private static final Front WEB =
      new Front(
          "web",
          new InetSocketAddress(443),
          true,
          Balance.ROUNDROBIN,
          List.of(),
          List.of(),
          List.of(new Backend("k1", 0x56000001), new Backend("k2", 0x56000002)),
          List.of());

  /** A counter as the kernel tells it: its table, its name, its kind, what it has counted. */
  private static ByteBuffer counter(String name, long packets, long bytes) {
    ByteBuffer message = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());
    message.putInt(0).putShort((short) 0x0A12).putShort((short) 2).putLong(0);
    message.putInt(1); // inet
    Messages.put(message, 1, "vigie_lb".getBytes(US_ASCII));
    Messages.put(message, 2, name.getBytes(US_ASCII));
    Messages.put(message, 3, 1);
    message.putShort((short) 28).putShort((short) 0x8004);
    number(message, 1, bytes);
    number(message, 2, packets);
    message.flip();
    return message.putInt(0, message.limit());
  }

  private static void number(ByteBuffer message, int type, long value) {
    message.putShort((short) 12).putShort((short) type);
    message.order(ByteOrder.BIG_ENDIAN).putLong(value).order(ByteOrder.nativeOrder());
  }

  private static Counts counts(ByteBuffer... counters) throws IOException {
    Map<String, Counts.Count> read = new HashMap<>();
    for (ByteBuffer counter : counters) {
      assertFalse(Counts.read(counter, read));
    }
    return new Counts(read);
  }

  @Test
  void aRequestForTheCountersOfTheTable() {
    ByteBuffer message = Counts.request();
    byte[] sent = new byte[message.remaining()];
    message.get(sent);
    assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
    assertEquals(
        "2c000000130a0103"
            + "010000000000000001000000"
            + "0d00010076696769655f6c6200000000"
            + "0800030000000001",
        HexFormat.of().formatHex(sent));
  }

  @Test
  void whatIsNewSinceTheLastTime() throws IOException {
    Counts before =
        counts(
            counter("new/web/k1", 10, 600),
            counter("in/web/k1", 100, 5_000),
            counter("out/web/k1", 90, 90_000),
            counter("denied/web", 1, 60));
    Counts now =
        counts(
            counter("new/web/k1", 12, 720),
            counter("in/web/k1", 110, 5_700),
            counter("out/web/k1", 99, 98_000),
            counter("new/web/k2", 7, 420),
            counter("denied/web", 4, 240),
            counter("unserved/web", 5, 300));
    assertEquals(
        new Input.Forwarded(
            "web", Map.of("k1", new Flows(2, 3, 700, 8_000), "k2", new Flows(7, 0, 0, 0)), 3, 5),
        now.since(before, WEB, Map.of(0x56000001, 3)));
    assertFalse(now.has(new Plan(List.of(WEB))), "there is no in/web/k2");
    assertTrue(now.has(Plan.NOTHING));
  }

  @Test
  void aCounterThatBeganAnewHasCountedSinceThen() throws IOException {
    Counts before = counts(counter("new/web/k1", 10, 600));
    Counts now = counts(counter("new/web/k1", 4, 240));
    assertEquals(new Flows(4, 0, 0, 0), now.since(before, WEB, Map.of()).servers().get("k1"));
  }

  @Test
  void noBytesMakeItThrow() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] good = counter("in/web/k1", 100, 5_000).array();
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = good.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        bad[4 + random.nextInt(2) * 2 + random.nextInt(100)] = (byte) random.nextInt();
      }
      bad[4] = 0x12; // neither the end nor a refusal
      bad[5] = 0x0A;
      int length = random.nextInt(bad.length + 1);
      ByteBuffer datagram = ByteBuffer.wrap(bad, 0, length).order(ByteOrder.nativeOrder());
      assertDoesNotThrow(() -> Counts.read(datagram, new HashMap<>()), "seed " + seed);
    }
  }
}
