package io.vigie.vrrp.codec;

import static io.vigie.vrrp.codec.Vectors.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** The memory against replays: strict growth for each sender, and a bound. */
class ReplayTest {

  private static final InetAddress SENDER = address("192.168.1.6");
  private static final long NOW = 1_000_000;
  private static final int WINDOW = 5;

  private final Replay replay = new Replay();

  @Test
  void aSequenceMustGrow() {
    assertTrue(heard(SENDER, at(NOW)));
    assertFalse(heard(SENDER, at(NOW)));
    assertFalse(heard(SENDER, at(NOW) - 1));
    assertTrue(heard(SENDER, at(NOW) + 1));
  }

  @Test
  void sendersDoNotDisturbEachOther() {
    assertTrue(heard(SENDER, at(NOW) + 9));
    assertTrue(heard(address("192.168.1.7"), at(NOW)));
    assertFalse(heard(SENDER, at(NOW)));
  }

  @Test
  void growthSurvivesTheWrapOfTheSeconds() {
    for (long last : new long[] {0x7FFF_FFFFL, 0xFFFF_FFFFL}) { // 2038 and 2106
      assertTrue(replay.advances(SENDER, at(last), last, WINDOW));
      assertTrue(replay.advances(SENDER, at(last + 1), last + 1, WINDOW));
      assertFalse(replay.advances(SENDER, at(last), last + 1, WINDOW));
    }
  }

  @Test
  void aMarkOutsideTheWindowIsForgotten() {
    // Its clock was an hour ahead, as ours was, and both have been set right.
    assertTrue(replay.advances(SENDER, at(NOW + 3600), NOW + 3600, WINDOW));
    assertTrue(heard(SENDER, at(NOW)));
    assertFalse(heard(SENDER, at(NOW)));
  }

  @Test
  void theSenderHeardLeastRecentlyIsForgotten() {
    assertTrue(heard(SENDER, at(NOW)));
    for (int i = 0; i < 15; i++) {
      assertTrue(heard(address("10.0.0." + i), at(NOW)));
    }
    assertTrue(heard(SENDER, at(NOW) + 1));
    assertTrue(heard(address("10.0.0.15"), at(NOW)));
    assertEquals(16, replay.senders());
    assertFalse(heard(SENDER, at(NOW) + 1), "remembered");
    assertTrue(heard(address("10.0.0.0"), at(NOW)), "forgotten");
    assertEquals(16, replay.senders());
  }

  private boolean heard(InetAddress sender, long sequence) {
    return replay.advances(sender, sequence, NOW, WINDOW);
  }

  private static long at(long epochSeconds) {
    return epochSeconds << 32;
  }
}
