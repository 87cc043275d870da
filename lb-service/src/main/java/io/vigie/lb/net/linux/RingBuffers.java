package io.vigie.lb.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/**
 * Buffers that the kernel takes from by itself when something arrives (IORING_REGISTER_PBUF_RING).
 *
 * <p>Numbered from 0. One that was filled can be put into a list of one's own; it must be given
 * back. There are {@value #COUNT} of {@value #BYTES} bytes: whoever keeps one waiting for a slow
 * peer makes others wait. Thread rule: the ring's thread only.
 */
final class RingBuffers {

  static final int BYTES = 8 * 1024;
  static final int COUNT = 512;
  static final short GROUP = 1;

  private static final int REGISTER = 22;
  private static final int ENTRY_BYTES = 16;
  private static final long TAIL_AT = 14;

  private final Linux linux;
  private final MemorySegment entries;
  private final MemorySegment memory;
  private final long entriesAt;
  private final long memoryAt;
  private final boolean registered;
  private final int[] lengths = new int[COUNT];
  private final int[] followers = new int[COUNT];
  private short tail;
  private boolean published = true;

  private RingBuffers(Linux linux, int ring) {
    this.linux = linux;
    entries = linux.map((long) COUNT * ENTRY_BYTES, -1, 0);
    memory = linux.map((long) COUNT * BYTES, -1, 0);
    entriesAt = entries.address();
    memoryAt = memory.address();
    MemorySegment request = linux.scratch(40);
    request.set(JAVA_LONG, 0, entries.address());
    request.set(JAVA_INT, 8, COUNT);
    request.set(JAVA_SHORT, 12, GROUP);
    registered = linux.ringRegister(ring, REGISTER, request, 1) >= 0;
    for (int i = 0; i < COUNT; i++) {
      give(i);
    }
    publish();
  }

  /** The buffers of a ring. */
  static RingBuffers register(Linux linux, int ring) {
    return new RingBuffers(linux, ring);
  }

  /** Whether the kernel has accepted them. */
  boolean isRegistered() {
    return registered;
  }

  long address(int buffer) {
    return memoryAt + (long) buffer * BYTES;
  }

  /** Bytes in a filled buffer. */
  int length(int buffer) {
    return lengths[buffer];
  }

  /** The buffer after this one in a list; -1 at its end. */
  int follower(int buffer) {
    return followers[buffer];
  }

  /** Notes a filled buffer behind another of a list; -1 begins one. */
  void append(int last, int buffer, int length) {
    lengths[buffer] = length;
    followers[buffer] = -1;
    if (last >= 0) {
      followers[last] = buffer;
    }
  }

  /** Gives a buffer back; the kernel has it from the next turn on. */
  void give(int buffer) {
    long at = entriesAt + (long) (tail++ & (COUNT - 1)) * ENTRY_BYTES;
    Memory.setLong(at, address(buffer));
    Memory.setInt(at + 8, BYTES);
    Memory.setShort(at + 12, (short) buffer);
    published = false;
  }

  /** Lets the kernel see what was given back. */
  void publish() {
    if (!published) {
      Memory.releaseShort(entriesAt + TAIL_AT, tail);
      published = true;
    }
  }

  void free() {
    linux.unmap(entries);
    linux.unmap(memory);
  }
}
