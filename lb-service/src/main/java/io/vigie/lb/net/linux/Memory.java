package io.vigie.lb.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Memory outside the heap, by address, unchecked: whoever passes an address owns what is there.
 *
 * <p>Against a segment for each piece that saves two checks per access, where there are many in
 * every turn of a loop.
 */
final class Memory {

  @SuppressWarnings("restricted") // this package is where native memory is allowed
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle SHORT = JAVA_SHORT.varHandle();

  private Memory() {}

  static int getInt(long address) {
    return ALL.get(JAVA_INT_UNALIGNED, address);
  }

  /** Reads what the kernel writes last, after what it tells of. */
  static int acquireInt(long address) {
    return (int) INT.getAcquire(ALL, address);
  }

  static long getLong(long address) {
    return ALL.get(JAVA_LONG, address);
  }

  static void setByte(long address, byte value) {
    ALL.set(JAVA_BYTE, address, value);
  }

  static void setShort(long address, short value) {
    ALL.set(JAVA_SHORT, address, value);
  }

  static void setInt(long address, int value) {
    ALL.set(JAVA_INT_UNALIGNED, address, value);
  }

  static void setLong(long address, long value) {
    ALL.set(JAVA_LONG, address, value);
  }

  /** Writes what the kernel reads first, after what it tells of. */
  static void releaseInt(long address, int value) {
    INT.setRelease(ALL, address, value);
  }

  /** The same for two bytes. */
  static void releaseShort(long address, short value) {
    SHORT.setRelease(ALL, address, value);
  }

  /** A piece of it. */
  static MemorySegment at(long address, long bytes) {
    return ALL.asSlice(address, bytes);
  }
}
