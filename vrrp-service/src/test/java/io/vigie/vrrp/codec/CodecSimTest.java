package io.vigie.vrrp.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.vigie.vrrp.codec.Received.Accepted;
import io.vigie.vrrp.codec.Received.Rejected;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random and damaged frames: none throws, none is taken for what it is not, none is kept. Replay
 * with {@code -Dsim.seed=N}; with {@code -Dsim.frames=10000000} memory is measured as well.
 */
class CodecSimTest {

  private static final int FRAMES = Integer.getInteger("sim.frames", 200_000);
  private static final int MEASURED = 1_000_000;

  private final long seed = Long.getLong("sim.seed", System.nanoTime());
  private final Frames frames = new Frames(seed);
  private final Replay replay = new Replay();
  private final ByteBuffer again = ByteBuffer.allocate(8192);

  private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);
  private final Set<Oddity> oddities = EnumSet.noneOf(Oddity.class);
  private final Set<ChecksumForm> forms = EnumSet.noneOf(ChecksumForm.class);
  private int accepted;

  @Test
  void anyBytesGiveAnAdvertOrAReason() {
    List<Long> allocated = new ArrayList<>();
    List<Long> kept = new ArrayList<>();
    long started = System.nanoTime();
    for (int done = 0; done < FRAMES; done += MEASURED) {
      long before = allocatedBytes();
      receive(Math.min(MEASURED, FRAMES - done));
      allocated.add(allocatedBytes() - before);
      kept.add(FRAMES > MEASURED ? usedBytes() : 0);
    }
    System.out.printf(
        "seed %d: %,d frames in %,d ms, %,d accepted; bytes allocated per frame %s; bytes kept"
            + " %s%n",
        seed,
        FRAMES,
        (System.nanoTime() - started) / 1_000_000,
        accepted,
        allocated.stream().map(bytes -> bytes / Math.min(FRAMES, MEASURED)).toList(),
        kept);
    assertEquals(EnumSet.allOf(Reason.class), reasons, "the frames were not dull, seed " + seed);
    assertEquals(EnumSet.allOf(Oddity.class), oddities, "seed " + seed);
    assertEquals(EnumSet.allOf(ChecksumForm.class), forms, "seed " + seed);
    assertTrue(accepted > FRAMES / 20, accepted + " accepted, seed " + seed);
    assertTrue(replay.senders() <= Replay.MOST_SENDERS, "seed " + seed);
    if (FRAMES >= 3 * MEASURED) {
      assertEquals(Replay.MOST_SENDERS, replay.senders(), "full, seed " + seed);
      // The first million warms up. The frames differ, hence the hundredth part.
      assertTrue(allocated.getLast() <= allocated.get(1) * 1.01, allocated + ", seed " + seed);
      assertTrue(kept.getLast() <= kept.get(1) + (1 << 18), kept + ", seed " + seed);
    }
  }

  private void receive(int count) {
    for (int i = 0; i < count; i++) {
      Packet packet = frames.next();
      Dialect own = frames.own();
      ByteBuffer message = packet.message();
      int start = message.position();
      int end = message.limit();
      try {
        Received received =
            own.hmac() == null
                ? AdvertReader.read(own, packet)
                : AdvertReader.read(own, packet, replay, frames.now());
        switch (received) {
          case Rejected rejected -> rejected(rejected, i);
          case Accepted advert -> accepted(own, packet, advert);
        }
        assertTrue(message.position() == start && message.limit() == end);
      } catch (RuntimeException | AssertionError e) {
        byte[] bytes = new byte[end - start];
        message.limit(end).get(start, bytes);
        String hex = HexFormat.of().formatHex(bytes);
        throw new AssertionError("seed %d: %s from %s".formatted(seed, hex, packet), e);
      }
    }
  }

  private void rejected(Rejected rejected, int i) {
    reasons.add(rejected.reason());
    if (i % 1024 == 0) {
      assertFalse(rejected.detail().isBlank());
    }
  }

  /** What was understood, said by a router that would say just that, gives the frame again. */
  private void accepted(Dialect own, Packet packet, Accepted received) {
    accepted++;
    forms.add(received.form());
    oddities.addAll(received.oddities());
    Advert advert = received.advert();
    Dialect speaker =
        new Dialect(
            advert.version(),
            advert.vrid(),
            own.ipv6(),
            advert.intervalCentis(),
            advert.addresses(),
            own.pass(),
            received.form(),
            own.multicast(),
            own.peers(),
            null);
    again.clear();
    AdvertWriter.write(speaker, advert.priority(), packet.source(), packet.destination(), again);
    ByteBuffer in = packet.message();
    int start = in.position();
    for (int at = 0; at < again.position(); at++) {
      int difference = Wire.u8(in, start + at) ^ Wire.u8(again, at);
      int ignored = ignored(own, at, again.position());
      if ((difference & ~ignored) != 0) {
        throw new AssertionError("byte " + at + " read as " + advert);
      }
    }
    int rest = in.remaining() - again.position();
    assertTrue(rest == 0 || (rest == HmacTrailer.BYTES && own.hmac() != null));
  }

  /** Which bits a reader does not look at, or which follow from the others. */
  private static int ignored(Dialect own, int at, int length) {
    if (at == Wire.INTERVAL_CENTIS && own.version() == 3) {
      return 0xF0; // reserved
    }
    if (at == Wire.CHECKSUM || at == Wire.CHECKSUM + 1) {
      return 0xFF;
    }
    return own.version() == 2 && own.pass() == null && at >= length - Password.BYTES ? 0xFF : 0;
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static long usedBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
