package io.vigie.vrrp.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Tells a link where an address is: a gratuitous ARP request (RFC 5227 §2.3 form with the target
 * address of RFC 9568 erratum 7947), or an unsolicited neighbour advertisement (RFC 4861 §7.2.6).
 *
 * <p>Thread rule: one thread.
 */
public final class Announcer implements AutoCloseable {

  private static final int ARP = 0x0806;
  private static final int IPV6 = 0x86dd;
  private static final int ETHERNET = 14;
  private static final int ARP_BYTES = 42;
  private static final int NA_BYTES = 86;
  private static final int ICMPV6 = 58;
  private static final int NEIGHBOUR_ADVERTISEMENT = 136;
  private static final int OVERRIDE = 0x20;
  private static final int ROUTER = 0x80;
  private static final int TARGET_LINK_LAYER_ADDRESS = 2;

  private final Arena arena = Arena.ofConfined();
  private final Kernel kernel = new Kernel();
  private final MemorySegment frame = arena.allocate(NA_BYTES, 8);
  private final MemorySegment to = arena.allocate(20, 4);
  private final int fd;
  private final Nic nic;

  private Announcer(Nic nic) {
    this.nic = nic;
    fd =
        kernel.check(
            "a packet socket for announcements",
            kernel.socket(
                Kernel.AF_PACKET,
                Kernel.SOCK_RAW | Kernel.SOCK_CLOEXEC | Kernel.SOCK_NONBLOCK,
                0)); // protocol 0: hears nothing
    to.set(JAVA_SHORT, 0, (short) Kernel.AF_PACKET);
    to.set(JAVA_INT, 4, nic.index());
    to.set(JAVA_BYTE, 11, (byte) 6);
  }

  /**
   * Ready to announce addresses of this interface, with its hardware address as it is now.
   *
   * @throws KernelFailure without CAP_NET_RAW
   */
  public static Announcer open(Nic nic) {
    return new Announcer(nic);
  }

  /**
   * Announces an address once.
   *
   * @param forwards whether this host is a router: the R flag of a neighbour advertisement
   * @return whether the frame left
   */
  public boolean announce(InetAddress address, boolean forwards) {
    frame.fill((byte) 0);
    int bytes = address instanceof Inet6Address ? advertisement(address, forwards) : arp(address);
    return kernel.sendto(fd, frame, bytes, 0, to) == bytes;
  }

  private int arp(InetAddress address) {
    byte[] ip = address.getAddress();
    fill(0, 6, 0xFF);
    ethernet(ARP);
    big16(14, 1); // Ethernet
    big16(16, 0x0800); // IPv4
    frame.set(JAVA_BYTE, 18, (byte) 6);
    frame.set(JAVA_BYTE, 19, (byte) 4);
    big16(20, 1); // request
    mac(22);
    bytes(28, ip);
    fill(32, 6, 0xFF);
    bytes(38, ip);
    return ARP_BYTES;
  }

  private int advertisement(InetAddress address, boolean forwards) {
    byte[] ip = address.getAddress();
    byte[] allNodes = {(byte) 0xFF, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    bytes(0, new byte[] {0x33, 0x33, 0, 0, 0, 1});
    ethernet(IPV6);
    int ip6 = ETHERNET;
    frame.set(JAVA_BYTE, ip6, (byte) 0x60);
    big16(ip6 + 4, 32);
    frame.set(JAVA_BYTE, ip6 + 6, (byte) ICMPV6);
    frame.set(JAVA_BYTE, ip6 + 7, (byte) 255);
    bytes(ip6 + 8, ip);
    bytes(ip6 + 24, allNodes);
    int icmp = ip6 + 40;
    frame.set(JAVA_BYTE, icmp, (byte) NEIGHBOUR_ADVERTISEMENT);
    frame.set(JAVA_BYTE, icmp + 4, (byte) (OVERRIDE | (forwards ? ROUTER : 0)));
    bytes(icmp + 8, ip);
    frame.set(JAVA_BYTE, icmp + 24, (byte) TARGET_LINK_LAYER_ADDRESS);
    frame.set(JAVA_BYTE, icmp + 25, (byte) 1); // in units of 8 bytes
    mac(icmp + 26);
    big16(icmp + 2, checksum(ip6 + 8));
    return NA_BYTES;
  }

  /** RFC 4443 §2.3: over the addresses, the length, the next header and the message. */
  private int checksum(int addresses) {
    int sum = 32 + ICMPV6;
    for (int at = addresses; at < NA_BYTES; at += 2) {
      sum += (frame.get(JAVA_BYTE, at) & 0xFF) << 8;
      sum += frame.get(JAVA_BYTE, at + 1) & 0xFF;
    }
    while (sum >> 16 != 0) {
      sum = (sum & 0xFFFF) + (sum >> 16);
    }
    return ~sum & 0xFFFF;
  }

  private void ethernet(int type) {
    mac(6);
    big16(12, type);
  }

  private void mac(int at) {
    for (int i = 0; i < 6; i++) {
      frame.set(JAVA_BYTE, at + i, nic.macByte(i));
    }
  }

  private void bytes(int at, byte[] value) {
    MemorySegment.copy(value, 0, frame, JAVA_BYTE, at, value.length);
  }

  private void fill(int at, int count, int value) {
    frame.asSlice(at, count).fill((byte) value);
  }

  private void big16(int at, int value) {
    frame.set(JAVA_BYTE, at, (byte) (value >> 8));
    frame.set(JAVA_BYTE, at + 1, (byte) value);
  }

  @Override
  public void close() {
    int ignored = kernel.close(fd);
    arena.close();
  }
}
