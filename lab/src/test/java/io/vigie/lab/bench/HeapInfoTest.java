package io.vigie.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.lab.bench.HeapInfo.Range;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HeapInfoTest {

  @Test
  void serial() {
    HeapInfo info =
        HeapInfo.of(
            """
            4252:
            DefNew     total 16384K, used 10K [0x00000000f0000000, 0x00000000f11c0000, 0x00000000f5550000)
             eden space 14592K,   0% used [0x00000000f0000000, 0x00000000f0000000, 0x00000000f0e40000)
            Tenured    total 36216K, used 21727K [0x00000000f5550000, 0x00000000f78ae000, 0x0000000100000000)
             the  space 36216K,  59% used [0x00000000f5550000, 0x00000000f6a87ed0, 0x00000000f78ae000)
            Metaspace       used 139K, committed 320K, reserved 1114112K
            """);
    assertEquals(
        new HeapInfo(
            OptionalLong.of(21_737L << 10),
            List.of(new Range(0xf0000000L, 0xf5550000L), new Range(0xf5550000L, 0x100000000L))),
        info);
  }

  @Test
  void g1() {
    assertEquals(
        new HeapInfo(OptionalLong.of(3_100L << 10), List.of(new Range(0xf0000000L, 0x100000000L))),
        HeapInfo.of(
            """
            77:
            garbage-first heap   total reserved 262144K, committed 32768K, used 3100K [0x00000000f0000000, 0x0000000100000000)
             region size 1024K, 1 young (1024K), 0 survivors (0K)
            """));
  }

  @Test
  void zgc() {
    assertEquals(
        new HeapInfo(OptionalLong.of(24L << 20), List.of()),
        HeapInfo.of("4186:\nZHeap            used 24M, capacity 32M, max capacity 256M\n"));
    assertEquals(
        new HeapInfo(OptionalLong.of(24L << 20), List.of()),
        HeapInfo.of("4186:\n ZHeap           used 24M, capacity 32M, max capacity 256M\n"));
  }

  @Test
  void anythingElseIsNoHeap() {
    assertEquals(HeapInfo.NONE, HeapInfo.of("com.sun.tools.attach.AttachNotSupportedException"));
    assertEquals(HeapInfo.NONE, HeapInfo.of(""));
  }

  @Test
  void aRangeEndsBeforeItsEnd() {
    Range range = new Range(0x10, 0x20);
    assertTrue(range.has(0x10));
    assertTrue(range.has(0x1f));
    assertFalse(range.has(0xf));
    assertFalse(range.has(0x20));
  }
}
