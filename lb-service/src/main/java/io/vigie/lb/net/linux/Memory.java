package io.vigie.lb.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * Memory outside the heap, by address, unchecked: whoever passes an address owns what is there.
 *
 * <p>Against a segment for each piece that saves two checks per access, where there are many in
 * every turn of a loop.
 */
final class Memory {

  @SuppressWarnings("restricted") // this package is where native memory is allowed
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private Memory() {}

  static int getInt(long address) {
    return ALL.get(JAVA_INT_UNALIGNED, address);
  }

  /** A piece of it. */
  static MemorySegment at(long address, long bytes) {
    return ALL.asSlice(address, bytes);
  }
}
