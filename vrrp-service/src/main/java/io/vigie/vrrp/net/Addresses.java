package io.vigie.vrrp.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Puts addresses on interfaces, as leases, and takes them off (rtnetlink(7)).
 *
 * <p>A lease is the kernel's dead man's switch: an address whose lifetime is not renewed is removed
 * by the kernel itself, so a process that was killed or stands still cannot keep it. Lifetimes
 * count in whole seconds.
 *
 * <p>Thread rule: one thread. Each call waits for the kernel's answer: some 60 µs.
 */
public final class Addresses implements AutoCloseable {

  private static final int RTM_NEWADDR = 20;
  private static final int RTM_DELADDR = 21;
  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_CACHEINFO = 6;
  private static final int IFA_PROTO = 11;
  private static final int IFA_F_NODAD = 2;

  /**
   * Who put an address there, as {@code ip -d addr} shows it: the number of VRRP, which no routing
   * daemon uses. Kernels before 5.18 pass over it.
   */
  private static final byte[] OURS = {112};

  private final NetlinkSocket requests = NetlinkSocket.forRequests(NetlinkSocket.ROUTE);
  private final NetlinkWriter writer = new NetlinkWriter(128);
  private int sequence;

  private Addresses() {}

  /** Ready to change addresses. */
  public static Addresses open() {
    return new Addresses();
  }

  /** What became of a change. */
  public sealed interface Outcome {
    /** It is as wanted. */
    record Done() implements Outcome {}

    /** There was nothing to remove. */
    record Absent() implements Outcome {}

    /** The kernel refused. */
    record Refused(String why) implements Outcome {}
  }

  /**
   * Adds an address, or renews its lease. An IPv6 address gets no duplicate address detection, as a
   * VIP must answer at once, and is never chosen as a source.
   *
   * @param leaseSeconds after which the kernel removes it, 1 or more
   */
  public Outcome lease(int ifindex, InetAddress address, int prefix, int leaseSeconds) {
    begin(RTM_NEWADDR, NetlinkWriter.CREATE | NetlinkWriter.REPLACE, ifindex, address, prefix);
    int preferred = address instanceof Inet6Address ? 0 : leaseSeconds;
    byte[] info = new byte[16];
    ByteBuffer.wrap(info).order(ByteOrder.nativeOrder()).putInt(preferred).putInt(leaseSeconds);
    writer.attribute(IFA_CACHEINFO, info);
    writer.attribute(IFA_PROTO, OURS);
    int errno = finish();
    return errno == 0 ? new Outcome.Done() : refused("adding", address, prefix, errno);
  }

  /** Removes an address. */
  public Outcome remove(int ifindex, InetAddress address, int prefix) {
    begin(RTM_DELADDR, 0, ifindex, address, prefix);
    int errno = finish();
    return switch (errno) {
      case 0 -> new Outcome.Done();
      case KernelFailure.EADDRNOTAVAIL, KernelFailure.ENODEV -> new Outcome.Absent();
      default -> refused("removing", address, prefix, errno);
    };
  }

  private void begin(int type, int flags, int ifindex, InetAddress address, int prefix) {
    boolean ipv6 = address instanceof Inet6Address;
    byte[] bytes = address.getAddress();
    writer
        .clear()
        .message(type, NetlinkWriter.REQUEST | NetlinkWriter.ACK | flags, ++sequence)
        .u8(ipv6 ? Kernel.AF_INET6 : Kernel.AF_INET)
        .u8(prefix)
        .u8(ipv6 && type == RTM_NEWADDR ? IFA_F_NODAD : 0)
        .u8(0) // scope: universe
        .u32(ifindex)
        .attribute(IFA_LOCAL, bytes)
        .attribute(IFA_ADDRESS, bytes);
  }

  private int finish() {
    return requests.request(writer.end().bytes(), sequence, _ -> {});
  }

  private static Outcome refused(String what, InetAddress address, int prefix, int errno) {
    return new Outcome.Refused(
        KernelFailure.text("%s %s/%d".formatted(what, address.getHostAddress(), prefix), errno));
  }

  /**
   * Whether a VIP survives the removal of its network's first address: the interface's {@code
   * promote_secondaries}, which is switched on if it can be.
   */
  public static boolean promoteSecondaries(String nic) {
    Path there = Path.of("/proc/sys/net/ipv4/conf", nic, "promote_secondaries");
    try {
      if (!Files.readString(there).strip().equals("1")) {
        Files.writeString(there, "1");
      }
      return true;
    } catch (IOException e) {
      return false; // read-only in a container, say
    }
  }

  @Override
  public void close() {
    requests.close();
  }
}
