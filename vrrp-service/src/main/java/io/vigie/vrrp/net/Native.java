package io.vigie.vrrp.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/** Structures of socket(7), ip(7) and ipv6(7). */
final class Native {

  private Native() {}

  /** sockaddr_in or sockaddr_in6; the interface counts for link-local addresses. */
  static MemorySegment socketAddress(Arena arena, InetAddress address, int ifindex) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet6Address) {
      MemorySegment in6 = arena.allocate(28, 4);
      in6.set(JAVA_SHORT, 0, (short) Kernel.AF_INET6);
      MemorySegment.copy(bytes, 0, in6, JAVA_BYTE, 8, 16);
      boolean scoped = address.isLinkLocalAddress() || address.isMCLinkLocal();
      in6.set(JAVA_INT, 24, scoped ? ifindex : 0);
      return in6;
    }
    MemorySegment in = arena.allocate(16, 4);
    in.set(JAVA_SHORT, 0, (short) Kernel.AF_INET);
    MemorySegment.copy(bytes, 0, in, JAVA_BYTE, 4, 4);
    return in;
  }

  static MemorySegment integer(Arena arena, int value) {
    MemorySegment segment = arena.allocate(4, 4);
    segment.set(JAVA_INT, 0, value);
    return segment;
  }

  /** A text as the kernel takes names: with a zero at the end. */
  static MemorySegment name(Arena arena, String text) {
    return arena.allocateFrom(text, StandardCharsets.UTF_8);
  }

  /** ip_mreqn: a group on an interface. */
  static MemorySegment group4(Arena arena, InetAddress group, int ifindex) {
    MemorySegment mreqn = arena.allocate(12, 4);
    MemorySegment.copy(group.getAddress(), 0, mreqn, JAVA_BYTE, 0, 4);
    mreqn.set(JAVA_INT, 8, ifindex);
    return mreqn;
  }

  /** ip_mreqn: an interface alone. */
  static MemorySegment interface4(Arena arena, int ifindex) {
    MemorySegment mreqn = arena.allocate(12, 4);
    mreqn.set(JAVA_INT, 8, ifindex);
    return mreqn;
  }

  /** ipv6_mreq: a group on an interface. */
  static MemorySegment group6(Arena arena, InetAddress group, int ifindex) {
    MemorySegment mreq = arena.allocate(20, 4);
    MemorySegment.copy(group.getAddress(), 0, mreq, JAVA_BYTE, 0, 16);
    mreq.set(JAVA_INT, 16, ifindex);
    return mreq;
  }
}
