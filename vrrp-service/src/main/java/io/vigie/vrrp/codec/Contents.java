package io.vigie.vrrp.codec;

import static io.vigie.vrrp.codec.Wire.u16;
import static io.vigie.vrrp.codec.Wire.u8;

import io.vigie.vrrp.codec.Received.Accepted;
import io.vigie.vrrp.codec.Received.Rejected;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What a whole and authentic message says. */
final class Contents {

  private Contents() {}

  static Received of(Dialect own, Packet packet, int bytes, ChecksumForm form) {
    ByteBuffer in = packet.message();
    int start = in.position();
    int interval =
        own.version() == 2
            ? u8(in, start + Wire.INTERVAL_SECONDS) * 100
            : u16(in, start + Wire.INTERVAL_CENTIS) & 0xFFF; // the reserved bits are ignored
    if (interval == 0) {
      return new Rejected(Reason.INTERVAL_ZERO, 0, 1);
    }
    if (own.version() == 2 && interval != own.intervalCentis()) {
      return new Rejected(Reason.INTERVAL, interval, own.intervalCentis());
    }
    List<InetAddress> addresses = addresses(own, in);
    int priority = u8(in, start + Wire.PRIORITY);
    Advert advert = new Advert(own.version(), own.vrid(), priority, interval, addresses);
    boolean signed = in.remaining() > bytes;
    return new Accepted(advert, packet.source(), form, oddities(own, advert, signed));
  }

  private static List<Oddity> oddities(Dialect own, Advert advert, boolean signed) {
    boolean listDiffers = !advert.addresses().equals(own.addresses());
    boolean intervalDiffers = advert.intervalCentis() != own.intervalCentis();
    boolean notLinkLocal = own.ipv6() && !advert.addresses().getFirst().isLinkLocalAddress();
    boolean unsigned = own.hmac() != null && !signed;
    if (!listDiffers && !intervalDiffers && !notLinkLocal && !unsigned) {
      return List.of();
    }
    List<Oddity> oddities = new ArrayList<>(4);
    if (listDiffers) {
      oddities.add(Oddity.ADDRESS_LIST);
    }
    if (intervalDiffers) {
      oddities.add(Oddity.INTERVAL);
    }
    if (notLinkLocal) {
      oddities.add(Oddity.FIRST_NOT_LINK_LOCAL);
    }
    if (unsigned) {
      oddities.add(Oddity.HMAC_MISSING);
    }
    return oddities;
  }

  /** Our own list if it is the same, as it nearly always is: nothing is made for it then. */
  private static List<InetAddress> addresses(Dialect own, ByteBuffer in) {
    int count = u8(in, in.position() + Wire.COUNT);
    if (count == own.addresses().size() && same(own, in)) {
      return own.addresses();
    }
    InetAddress[] addresses = new InetAddress[count];
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[own.addressBytes()];
      in.get(at(own, in, i), bytes);
      addresses[i] = address(bytes);
    }
    return List.of(addresses);
  }

  private static boolean same(Dialect own, ByteBuffer in) {
    for (int i = 0; i < own.addresses().size(); i++) {
      byte[] ours = own.addresses().get(i).getAddress();
      int at = at(own, in, i);
      for (int j = 0; j < ours.length; j++) {
        if (in.get(at + j) != ours[j]) {
          return false;
        }
      }
    }
    return true;
  }

  private static int at(Dialect own, ByteBuffer in, int index) {
    return in.position() + Wire.HEADER_BYTES + index * own.addressBytes();
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return bytes.length == 4
          ? InetAddress.getByAddress(bytes)
          : Inet6Address.getByAddress(null, bytes, -1); // stays IPv6 even if it maps IPv4
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
    }
  }
}
