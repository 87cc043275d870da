package io.vigie.lb.net.linux;

import io.vigie.lb.core.ConnectFailure;
import io.vigie.lb.net.BindFailure;
import io.vigie.lb.net.Engine.Listener;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sockets as the engine wants them, and what their failures mean. */
final class Sockets {

  /** Connections that may wait in the kernel; it has its own limit, net.core.somaxconn. */
  static final int BACKLOG = 4096;

  private static final int KEEPALIVE_PROBES = 3;
  private static final int KEEPALIVE_INTERVAL_SECONDS = 10;

  private Sockets() {}

  /**
   * A bound socket of the address's own family: {@code 0.0.0.0} takes IPv4 only, {@code [::]} both.
   * What it accepts has its options from it.
   *
   * @param alone whether it is the first on its address: then any other there is a conflict. Only
   *     once it is bound does it allow the others of this engine beside it, so a second process
   *     never comes to share the address
   * @throws IOException naming the listener, the address and what to do
   */
  static int bound(Linux linux, Listener listener, InetSocketAddress address, boolean alone)
      throws IOException {
    int family = SocketAddresses.family(address);
    int fd = linux.socket(family);
    if (fd == -Errno.EAFNOSUPPORT && address.getAddress().isAnyLocalAddress()) {
      family = Linux.AF_INET; // a host without IPv6: that is all [::] can mean there
      fd = linux.socket(family);
    }
    if (fd < 0) {
      throw BindFailure.of(listener.name(), address, Errno.words(-fd));
    }
    linux.setOption(fd, Linux.SOL_SOCKET, Linux.SO_REUSEADDR, 1);
    if (family == Linux.AF_INET6) {
      linux.setOption(fd, Linux.IPPROTO_IPV6, Linux.IPV6_V6ONLY, dual(address) ? 0 : 1);
    }
    linux.setOption(fd, Linux.IPPROTO_IP, Linux.IP_FREEBIND, 1); // a VIP may be elsewhere now
    linux.setOption(fd, Linux.IPPROTO_IPV6, Linux.IPV6_FREEBIND, 1);
    if (!alone) {
      linux.setOption(fd, Linux.SOL_SOCKET, Linux.SO_REUSEPORT, 1);
    }
    int failed = bind(linux, fd, family, address);
    if (failed != 0) {
      linux.close(fd);
      throw BindFailure.of(listener.name(), address, Errno.words(failed));
    }
    linux.setOption(fd, Linux.SOL_SOCKET, Linux.SO_REUSEPORT, 1);
    tune(linux, fd, listener);
    return fd;
  }

  /**
   * Begins to take connections.
   *
   * @throws IOException if another process got in between
   */
  static void listen(Linux linux, int fd, Listener listener, InetSocketAddress address)
      throws IOException {
    int failed = -linux.listen(fd, BACKLOG);
    if (failed != 0) {
      throw BindFailure.of(listener.name(), address, Errno.words(failed));
    }
  }

  private static boolean dual(InetSocketAddress address) {
    return address.getAddress().isAnyLocalAddress();
  }

  private static int bind(Linux linux, int fd, int family, InetSocketAddress address) {
    MemorySegment name = linux.name();
    InetSocketAddress meant =
        family == Linux.AF_INET && address.getAddress() instanceof Inet6Address
            ? new InetSocketAddress("0.0.0.0", address.getPort())
            : address;
    return -linux.bind(fd, name, SocketAddresses.write(meant, name));
  }

  /** Options of the listening socket, and so of all it accepts from now on. */
  static void tune(Linux linux, int fd, Listener listener) {
    linux.setOption(fd, Linux.IPPROTO_TCP, Linux.TCP_NODELAY, 1);
    keepAlive(linux, fd, listener);
  }

  /**
   * Finds out that a peer is gone: by keepalive while nothing is to be sent, and within the same
   * time when what was sent is not acknowledged.
   */
  static void keepAlive(Linux linux, int fd, Listener listener) {
    int idle = Math.clamp(listener.keepalive().toSeconds(), 1, 32767);
    int gone = idle + KEEPALIVE_PROBES * KEEPALIVE_INTERVAL_SECONDS;
    linux.setOption(fd, Linux.SOL_SOCKET, Linux.SO_KEEPALIVE, 1);
    linux.setOption(fd, Linux.IPPROTO_TCP, Linux.TCP_KEEPIDLE, idle);
    linux.setOption(fd, Linux.IPPROTO_TCP, Linux.TCP_KEEPINTVL, KEEPALIVE_INTERVAL_SECONDS);
    linux.setOption(fd, Linux.IPPROTO_TCP, Linux.TCP_KEEPCNT, KEEPALIVE_PROBES);
    linux.setOption(
        fd,
        Linux.IPPROTO_TCP,
        Linux.TCP_USER_TIMEOUT,
        Math.toIntExact(TimeUnit.SECONDS.toMillis(gone)));
  }

  /** What an error number of a connect says; null for none. */
  static @Nullable ConnectFailure failure(int errno) {
    return switch (errno) {
      case 0 -> null;
      case Errno.ECONNREFUSED, Errno.ECONNRESET, Errno.EPIPE -> ConnectFailure.REFUSED;
      case Errno.ETIMEDOUT -> ConnectFailure.TIMED_OUT; // the system gave up before we did
      case Errno.EADDRNOTAVAIL, Errno.EAGAIN, Errno.EACCES, Errno.EPERM ->
          ConnectFailure.LOCAL; // no free port, or a firewall here
      default -> Errno.isShortage(errno) ? ConnectFailure.LOCAL : ConnectFailure.UNREACHABLE;
    };
  }
}
