package io.vigie.lb.core;

import java.net.InetSocketAddress;

/** Addresses as people write them. */
public final class HostPort {

  private HostPort() {}

  /** {@code 192.0.2.1:443}, {@code [2001:db8::1]:443}, or {@code name:443} if it has no address. */
  public static String text(InetSocketAddress address) {
    if (address.getAddress() == null) {
      return address.getHostString() + ":" + address.getPort();
    }
    String ip = address.getAddress().getHostAddress();
    return (ip.indexOf(':') < 0 ? ip : "[" + ip + "]") + ":" + address.getPort();
  }
}
