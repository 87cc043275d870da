package io.vigie.vrrp.codec;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one virtual router speaks, and what it demands of others.
 *
 * @param version 2 (IPv4 alone) or 3
 * @param vrid 1 to 255
 * @param ipv6 the family of packets and addresses
 * @param intervalCentis centiseconds; version 2: whole seconds, 100 to 25 500; version 3: 1 to 4095
 * @param addresses 1 to 255 virtual addresses, in file order
 * @param pass version 2: authentication type 1; null for type 0
 * @param checksum the form sent by version 3 over IPv4; both are accepted
 * @param multicast whether adverts travel by multicast, or by unicast to the peers
 * @param peers unicast: who may speak
 * @param hmac null if off
 */
public record Dialect(
    int version,
    int vrid,
    boolean ipv6,
    int intervalCentis,
    List<InetAddress> addresses,
    @Nullable Password pass,
    ChecksumForm checksum,
    boolean multicast,
    Set<InetAddress> peers,
    @Nullable HmacKey hmac) {

  /** Checks what the wire format demands; the configuration has been checked long before. */
  public Dialect {
    addresses = List.copyOf(addresses);
    peers = Set.copyOf(peers);
    require(version == 3 || (version == 2 && !ipv6), "version 2 over IPv4, or version 3");
    require(vrid >= 1 && vrid <= 255, "a VRID of 1 to 255");
    require(
        version == 3
            ? intervalCentis >= 1 && intervalCentis <= 4095
            : intervalCentis >= 100 && intervalCentis <= 25_500 && intervalCentis % 100 == 0,
        "an interval the version can say");
    require(!addresses.isEmpty() && addresses.size() <= 255, "1 to 255 addresses");
    for (InetAddress address : addresses) {
      require(address instanceof Inet6Address == ipv6, "addresses of its own family");
    }
    require(pass == null || version == 2, "a password in version 2 only");
    require(multicast || !peers.isEmpty(), "unicast peers");
  }

  private static void require(boolean fulfilled, String what) {
    if (!fulfilled) {
      throw new IllegalArgumentException("a VRRP dialect needs " + what);
    }
  }

  /** The length of a message with so many addresses, without an HMAC trailer. */
  int bytes(int count) {
    return Wire.HEADER_BYTES + count * addressBytes() + (version == 2 ? Password.BYTES : 0);
  }

  int addressBytes() {
    return ipv6 ? 16 : 4;
  }

  @Override
  public String toString() {
    return "Dialect[version=%d, vrid=%d, interval=%dcs, addresses=%s, auth=%s, multicast=%b]"
        .formatted(
            version,
            vrid,
            intervalCentis,
            Texts.of(addresses),
            hmac != null ? "hmac" : pass != null ? "pass" : "none",
            multicast);
  }
}
