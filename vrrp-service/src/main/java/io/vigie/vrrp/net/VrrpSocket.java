package io.vigie.vrrp.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.vigie.vrrp.codec.Packet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Protocol 112 on one interface: a raw socket that hears the group or the peers, and one that
 * speaks to them and hears nothing (raw(7), RFC 9568 §5.1).
 *
 * <p>Thread rule: one thread. Sending and receiving allocate next to nothing.
 */
public final class VrrpSocket implements AutoCloseable {

  private static final String GROUP4 = "224.0.0.18";
  private static final String GROUP6 = "ff02::12";

  private static final int SO_RCVBUF = 8;
  private static final int SO_PRIORITY = 12;
  private static final int SO_BINDTODEVICE = 25;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int SO_DETACH_FILTER = 27;
  private static final int IP_TOS = 1;
  private static final int IP_TTL = 2;
  private static final int IP_FREEBIND = 15;
  private static final int IP_MULTICAST_IF = 32;
  private static final int IP_MULTICAST_TTL = 33;
  private static final int IP_MULTICAST_LOOP = 34;
  private static final int IP_ADD_MEMBERSHIP = 35;
  private static final int IP_MULTICAST_ALL = 49;
  private static final int IPV6_UNICAST_HOPS = 16;
  private static final int IPV6_MULTICAST_IF = 17;
  private static final int IPV6_MULTICAST_HOPS = 18;
  private static final int IPV6_MULTICAST_LOOP = 19;
  private static final int IPV6_JOIN_GROUP = 20;
  private static final int IPV6_MULTICAST_ALL = 29;
  private static final int IPV6_RECVPKTINFO = 49;
  private static final int IPV6_PKTINFO = 50;
  private static final int IPV6_RECVHOPLIMIT = 51;
  private static final int IPV6_HOPLIMIT = 52;
  private static final int IPV6_TCLASS = 67;
  private static final int IPV6_FREEBIND = 78;

  private static final int INTERNET_CONTROL = 0xC0;
  private static final int PRIORITY_CONTROL = 6;
  private static final int BPF_RETURN = 0x06;

  /** 255 addresses of IPv6, the longest signature, and more. */
  private static final int MOST_BYTES = 8192;

  private static final int CONTROL_BYTES = 256;
  private static final int MOST_SENDERS = 64;

  private final Arena arena = Arena.ofConfined();
  private final Kernel kernel = new Kernel();
  private final boolean ipv6;
  private final boolean multicast;
  private final Map<InetAddress, MemorySegment> targets = new HashMap<>();
  private final MemorySegment in = arena.allocate(MOST_BYTES, 8);
  private final ByteBuffer inBuffer = in.asByteBuffer();
  private final MemorySegment from = arena.allocate(28, 8);
  private final MemorySegment control = arena.allocate(CONTROL_BYTES, 8);
  private final MemorySegment header = arena.allocate(56, 8);
  private final Map<ByteBuffer, InetAddress> senders = new LinkedHashMap<>();
  private final byte[] raw = new byte[16];
  private int hears = -1;
  private int speaks = -1;
  private int lastErrno;

  private VrrpSocket(boolean ipv6, boolean multicast) {
    this.ipv6 = ipv6;
    this.multicast = multicast;
    MemorySegment iov = arena.allocate(16, 8);
    iov.set(ADDRESS, 0, in);
    iov.set(JAVA_LONG, 8, MOST_BYTES);
    header.set(ADDRESS, 0, from);
    header.set(ADDRESS, 16, iov);
    header.set(JAVA_LONG, 24, 1);
    header.set(ADDRESS, 32, control);
  }

  /**
   * Opens both sockets.
   *
   * @param source the interface's own address to speak from: IPv4 primary, IPv6 link-local
   * @param peers whom to speak to; empty for multicast
   * @throws KernelFailure if a capability is missing, or the interface or source is gone
   */
  public static VrrpSocket open(Nic nic, InetAddress source, List<InetAddress> peers) {
    VrrpSocket socket = new VrrpSocket(source instanceof Inet6Address, peers.isEmpty());
    try {
      socket.listen(nic, source);
      socket.speak(nic, source);
      List<InetAddress> to =
          peers.isEmpty() ? List.of(literal(socket.ipv6 ? GROUP6 : GROUP4)) : peers;
      for (InetAddress target : to) {
        socket.targets.put(target, Native.socketAddress(socket.arena, target, nic.index()));
      }
      return socket;
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** The multicast group of a family. */
  public static InetAddress group(boolean ipv6) {
    return literal(ipv6 ? GROUP6 : GROUP4);
  }

  private int family() {
    return ipv6 ? Kernel.AF_INET6 : Kernel.AF_INET;
  }

  private int raw() {
    return kernel.check(
        "a raw socket for VRRP",
        kernel.socket(
            family(),
            Kernel.SOCK_RAW | Kernel.SOCK_CLOEXEC | Kernel.SOCK_NONBLOCK,
            Kernel.IPPROTO_VRRP));
  }

  private void settle(int fd, Nic nic) {
    hearNothing(fd);
    set(fd, Kernel.SOL_SOCKET, SO_BINDTODEVICE, Native.name(arena, nic.name()), nic.name());
  }

  private void listen(Nic nic, InetAddress source) {
    int fd = raw();
    hears = fd;
    settle(fd, nic);
    InetAddress group = group(ipv6);
    if (ipv6) {
      set(fd, Kernel.IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
      set(fd, Kernel.IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
      // Of a peer's socket, too: else it hears the groups that others on this host have joined.
      set(fd, Kernel.IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0);
    }
    if (multicast && ipv6) {
      MemorySegment membership = Native.group6(arena, group, nic.index());
      set(fd, Kernel.IPPROTO_IPV6, IPV6_JOIN_GROUP, membership, GROUP6);
    } else if (multicast) {
      set(fd, Kernel.IPPROTO_IP, IP_MULTICAST_ALL, 0);
      MemorySegment membership = Native.group4(arena, group, nic.index());
      set(fd, Kernel.IPPROTO_IP, IP_ADD_MEMBERSHIP, membership, GROUP4);
    }
    bind(fd, multicast ? group : source, nic); // keeps the other kind of packets out
    hearFromNowOn(fd);
  }

  private void speak(Nic nic, InetAddress source) {
    int fd = raw();
    speaks = fd;
    settle(fd, nic);
    set(fd, Kernel.SOL_SOCKET, SO_RCVBUF, 0);
    if (ipv6) {
      set(fd, Kernel.IPPROTO_IPV6, IPV6_MULTICAST_IF, nic.index());
      set(fd, Kernel.IPPROTO_IPV6, IPV6_MULTICAST_HOPS, 255);
      set(fd, Kernel.IPPROTO_IPV6, IPV6_UNICAST_HOPS, 255);
      set(fd, Kernel.IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0);
      set(fd, Kernel.IPPROTO_IPV6, IPV6_TCLASS, INTERNET_CONTROL);
    } else {
      MemorySegment link = Native.interface4(arena, nic.index());
      set(fd, Kernel.IPPROTO_IP, IP_MULTICAST_IF, link, nic.name());
      set(fd, Kernel.IPPROTO_IP, IP_MULTICAST_TTL, 255);
      set(fd, Kernel.IPPROTO_IP, IP_TTL, 255);
      set(fd, Kernel.IPPROTO_IP, IP_MULTICAST_LOOP, 0);
      set(fd, Kernel.IPPROTO_IP, IP_TOS, INTERNET_CONTROL);
    }
    set(fd, Kernel.SOL_SOCKET, SO_PRIORITY, PRIORITY_CONTROL); // after the TOS, which resets it
    bind(fd, source, nic);
  }

  /** A raw socket gets a copy of every packet of its protocol; this one throws them away. */
  private void hearNothing(int fd) {
    MemorySegment filter = arena.allocate(8, 8);
    filter.set(JAVA_SHORT, 0, (short) BPF_RETURN);
    MemorySegment program = arena.allocate(16, 8);
    program.set(JAVA_SHORT, 0, (short) 1);
    program.set(ADDRESS, 8, filter);
    set(fd, Kernel.SOL_SOCKET, SO_ATTACH_FILTER, program, "a filter");
  }

  /** What came before the socket was bound may be of another interface. */
  private void hearFromNowOn(int fd) {
    long read = 0;
    while (read >= 0) { // no more comes: the filter is in the way
      read = kernel.recv(fd, in, 0);
    }
    set(fd, Kernel.SOL_SOCKET, SO_DETACH_FILTER, 0);
  }

  private void bind(int fd, InetAddress address, Nic nic) {
    if (ipv6) {
      set(fd, Kernel.IPPROTO_IPV6, IPV6_FREEBIND, 1);
    } else {
      set(fd, Kernel.IPPROTO_IP, IP_FREEBIND, 1);
    }
    MemorySegment to = Native.socketAddress(arena, address, nic.index());
    kernel.check("bind to " + address.getHostAddress() + " on " + nic.name(), kernel.bind(fd, to));
  }

  private void set(int fd, int level, int option, int value) {
    set(fd, level, option, Native.integer(arena, value), Integer.toString(value));
  }

  private void set(int fd, int level, int option, MemorySegment value, String shown) {
    String what = "setsockopt %d/%d of a VRRP socket to %s".formatted(level, option, shown);
    kernel.check(what, kernel.setsockopt(fd, level, option, value));
  }

  /** What {@link Poll} waits for. */
  public void waitedForBy(Poll poll) {
    poll.add(hears);
  }

  /** What {@link Poll} no longer waits for. */
  public void forgottenBy(Poll poll) {
    poll.remove(hears);
  }

  /**
   * Sends to the group or to a peer.
   *
   * @param message a direct buffer, sent from its position to its limit, both left as they are
   * @param destination the group, or one of the peers
   * @return whether it left; {@link #lastError} tells why not
   */
  public boolean send(ByteBuffer message, InetAddress destination) {
    MemorySegment target = targets.get(destination);
    if (target == null) {
      throw new IllegalArgumentException("not a peer: " + destination);
    }
    MemorySegment bytes = MemorySegment.ofBuffer(message);
    int flags = multicast ? Kernel.MSG_DONTROUTE : 0;
    if (kernel.sendto(speaks, bytes, bytes.byteSize(), flags, target) < 0) {
      lastErrno = kernel.errno();
      return false;
    }
    return true;
  }

  /** The error of the last send that failed. */
  public String lastError() {
    return KernelFailure.name(lastErrno);
  }

  /**
   * The next packet, or null if all were read. Valid until the next call: its message is a view of
   * this socket's buffer.
   */
  public @Nullable Packet receive() {
    while (true) {
      header.set(JAVA_INT, 8, 28);
      header.set(JAVA_LONG, 40, CONTROL_BYTES);
      long read = kernel.recvmsg(hears, header, 0);
      if (read < 0) {
        int errno = kernel.errno();
        if (errno == KernelFailure.EINTR) {
          continue;
        }
        return null; // drained, or the link went down: the monitor tells
      }
      Packet packet = ipv6 ? packet6((int) read) : packet4((int) read);
      if (packet != null) {
        return packet;
      }
    }
  }

  /** Of IPv4 the whole packet is read, header first (raw(7)). */
  private @Nullable Packet packet4(int read) {
    if (read < 20) {
      return null;
    }
    int headerBytes = (in.get(JAVA_BYTE, 0) & 0xF) * 4;
    int total = ((in.get(JAVA_BYTE, 2) & 0xFF) << 8) | (in.get(JAVA_BYTE, 3) & 0xFF);
    if (headerBytes < 20 || headerBytes > total || total > read) {
      return null;
    }
    inBuffer.clear().limit(total).position(headerBytes);
    return new Packet(
        address(in, 12, 4), address(in, 16, 4), in.get(JAVA_BYTE, 8) & 0xFF, inBuffer);
  }

  /** Of IPv6 the payload is read; the rest comes beside it (ipv6(7)). */
  private @Nullable Packet packet6(int read) {
    int hops = -1;
    InetAddress destination = null;
    long left = header.get(JAVA_LONG, 40);
    long at = 0;
    while (left - at >= 16) {
      long length = control.get(JAVA_LONG, at);
      if (length < 16 || at + length > left) {
        break;
      }
      int type = control.get(JAVA_INT, at + 12);
      if (control.get(JAVA_INT, at + 8) == Kernel.IPPROTO_IPV6 && type == IPV6_HOPLIMIT) {
        hops = control.get(JAVA_INT, at + 16);
      } else if (control.get(JAVA_INT, at + 8) == Kernel.IPPROTO_IPV6 && type == IPV6_PKTINFO) {
        destination = address(control, at + 16, 16);
      }
      at += (length + 7) / 8 * 8;
    }
    if (hops < 0 || destination == null) {
      return null;
    }
    inBuffer.clear().limit(read);
    return new Packet(address(from, 8, 16), destination, hops, inBuffer);
  }

  private InetAddress address(MemorySegment at, long offset, int length) {
    MemorySegment.copy(at, JAVA_BYTE, offset, raw, 0, length);
    InetAddress known = senders.get(ByteBuffer.wrap(raw, 0, length));
    if (known != null) {
      return known;
    }
    byte[] bytes = Arrays.copyOf(raw, length);
    try {
      InetAddress address = InetAddress.getByAddress(bytes);
      if (senders.size() < MOST_SENDERS) {
        senders.put(ByteBuffer.wrap(bytes), address);
      }
      return address;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + length + " bytes", e);
    }
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(address, e);
    }
  }

  @Override
  public void close() {
    if (hears >= 0) {
      int ignored = kernel.close(hears);
    }
    if (speaks >= 0) {
      int ignored = kernel.close(speaks);
    }
    arena.close();
  }
}
