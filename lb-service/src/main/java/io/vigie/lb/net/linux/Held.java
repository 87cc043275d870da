package io.vigie.lb.net.linux;

/** Bytes that a socket did not take yet, outside the heap. */
final class Held {

  private final long memory;
  private int offset;
  private int length;

  /**
   * A copy.
   *
   * @throws OutOfMemoryError if the system has none
   */
  Held(long address, int length) {
    this.memory = Linux.allocate(length);
    if (memory == 0) {
      throw new OutOfMemoryError("malloc of " + length + " bytes");
    }
    this.length = length;
    Memory.at(memory, length).copyFrom(Memory.at(address, length));
  }

  long address() {
    return memory + offset;
  }

  int length() {
    return length;
  }

  /** The first bytes were taken. */
  void skip(int taken) {
    offset += taken;
    length -= taken;
  }

  /** Gives the memory back. Once. */
  void free() {
    Linux.free(memory);
  }
}
