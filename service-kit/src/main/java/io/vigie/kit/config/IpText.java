package io.vigie.kit.config;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses and networks as text. Never asks DNS. */
final class IpText {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

  /** Four numbers and three dots; nothing shorter, as old C libraries allow it. */
  static final String IPV4 = OCTET + "(\\." + OCTET + "){3}";

  private static final Pattern IPV4_SHAPE = Pattern.compile(IPV4);
  private static final Pattern IPV6_SHAPE =
      Pattern.compile("[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9._-]{1,15})?");

  private IpText() {}

  /** An IPv4 or IPv6 address; a zone ({@code %eth0}) is allowed, and dropped. */
  static Optional<InetAddress> address(String text) {
    if (IPV4_SHAPE.matcher(text).matches()) {
      return Optional.of(Inet4Address.ofLiteral(text));
    }
    if (!text.contains(":") || !IPV6_SHAPE.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Inet6Address.ofLiteral(text.replaceFirst("%.*", "")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A port from 1 to 65535. */
  static Optional<Integer> port(String text) {
    if (!text.matches("[1-9]\\d{0,4}")) {
      return Optional.empty();
    }
    return Optional.of(Integer.parseInt(text)).filter(port -> port <= 65_535);
  }

  /** Whether it is {@code address/length} with a length its family allows. */
  static boolean isPrefixed(String text) {
    int slash = text.indexOf('/');
    return slash > 0
        && text.indexOf('%') < 0
        && text.substring(slash + 1).matches("0|[1-9]\\d{0,2}")
        && address(text.substring(0, slash))
            .filter(ip -> Integer.parseInt(text.substring(slash + 1)) <= bits(ip))
            .isPresent();
  }

  /** Whether it is an address, or a network whose host part is zero. */
  static boolean isNetwork(String text) {
    if (!text.contains("/")) {
      return text.indexOf('%') < 0 && address(text).isPresent();
    }
    return isPrefixed(text) && network(text).equals(text.substring(0, text.indexOf('/')));
  }

  /** The address of a prefixed address, with its host part set to zero. */
  static String network(String prefixed) {
    int slash = prefixed.indexOf('/');
    String address = prefixed.substring(0, slash);
    int length = Integer.parseInt(prefixed.substring(slash + 1));
    byte[] bytes = address(address).orElseThrow().getAddress();
    boolean zero = true;
    for (int bit = length; bit < bytes.length * 8; bit++) {
      int mask = 0x80 >> (bit % 8);
      zero &= (bytes[bit / 8] & mask) == 0;
      bytes[bit / 8] &= (byte) ~mask;
    }
    return zero ? address : literal(bytes);
  }

  private static String literal(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException("an address of %d bytes".formatted(bytes.length), e);
    }
  }

  private static int bits(InetAddress ip) {
    return ip.getAddress().length * 8;
  }
}
