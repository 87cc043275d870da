package io.vigie.vrrp.codec;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;

/** How addresses are written in messages. */
final class Texts {

  private Texts() {}

  static String of(List<InetAddress> addresses) {
    return addresses.stream()
        .map(InetAddress::getHostAddress)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
