package io.vigie.vrrp.codec;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.vigie.vrrp.codec.Received.Rejected;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one frame costs in memory, compiled or not: a flood is paid for by the frame. */
class AdvertCostTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 20_000;

  @Test
  void aFrameDroppedByItsEnvelopeOrHeaderCostsOneSmallObject() {
    Vectors v = Vectors.V8;
    Packet far = new Packet(v.source, v.destination, 254, ByteBuffer.wrap(v.bytes()));
    assertAtMost(32, v.dialect, far, Reason.TTL);
    assertAtMost(32, v.dialect, Vectors.V1.packet(), Reason.VERSION);
    byte[] huge = Vectors.V13.bytes();
    huge[3] = (byte) 255;
    Packet count = Vectors.V13.with(huge);
    assertAtMost(32, Vectors.V13.dialect, count, Reason.LENGTH);
  }

  @Test
  void aFrameWithAWrongChecksumCostsTheAddressesOfItsPseudoHeader() {
    Packet wrong = Vectors.V8.with(Vectors.V10.bytes());
    assertAtMost(160, Vectors.V8.dialect, wrong, Reason.CHECKSUM);
  }

  @ParameterizedTest
  @EnumSource
  void anAdvertCostsLittle(Vectors vector) {
    assertAtMost(320, vector.dialect, vector.packet(), null);
  }

  private static void assertAtMost(
      long bytes, Dialect own, Packet packet, @Nullable Reason reason) {
    long found = bytesPerRead(own, packet, reason);
    assertTrue(found <= bytes, found + " bytes, at most " + bytes + " expected");
  }

  private static long bytesPerRead(Dialect own, Packet packet, @Nullable Reason reason) {
    read(own, packet, reason); // loads what is loaded once
    long before = THREADS.getCurrentThreadAllocatedBytes();
    read(own, packet, reason);
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
  }

  private static void read(Dialect own, Packet packet, @Nullable Reason reason) {
    for (int i = 0; i < ROUNDS; i++) {
      Received received = AdvertReader.read(own, packet);
      assertSame(reason, received instanceof Rejected rejected ? rejected.reason() : null);
    }
  }
}
