package io.vigie.lb.net;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Why a listener cannot be opened, for people. */
public final class BindFailure {

  private BindFailure() {}

  /**
   * An exception that names the listener, the address, the reason and what to do.
   *
   * @param reason in the system's words
   */
  public static BindException of(String frontend, InetSocketAddress address, String reason) {
    return new BindException(
        "frontend %s: cannot listen on %s: %s%s"
            .formatted(frontend, text(address), reason, hint(reason, address.getPort())));
  }

  private static String hint(String reason, int port) {
    String words = reason.toLowerCase(Locale.ROOT);
    if (words.contains("in use")) {
      return "; 'ss -ltnp sport = :%d' shows by whom".formatted(port);
    }
    if (words.contains("permission")) {
      return "; ports below 1024 need CAP_NET_BIND_SERVICE";
    }
    return words.contains("assign")
        ? "; no interface here has it: for a VIP set net.ipv4.ip_nonlocal_bind=1"
        : "";
  }

  private static String text(InetSocketAddress address) {
    String ip = address.getAddress().getHostAddress();
    return (ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip) + ":" + address.getPort();
  }
}
