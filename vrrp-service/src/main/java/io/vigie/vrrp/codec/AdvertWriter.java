package io.vigie.vrrp.codec;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Writes adverts (RFC 9568 §7.2, RFC 3768 §7.2). Pure; for any thread. */
public final class AdvertWriter {

  private AdvertWriter() {}

  /** The length of every advert of this router, in bytes. */
  public static int length(Dialect own) {
    int message = own.bytes(own.addresses().size());
    return signs(own) ? message + HmacTrailer.BYTES : message;
  }

  private static boolean signs(Dialect own) {
    return own.hmac() != null && own.hmac().signs();
  }

  /**
   * Writes an advert of a router that does not sign.
   *
   * @param priority 0 (resigns) to 255
   * @param source the address the packet is sent from; it and the destination are part of some
   *     checksums
   * @param out where it is written from the position on, in network order whatever the buffer's;
   *     its position is then behind the advert
   * @throws IllegalArgumentException if the router signs its adverts
   * @throws java.nio.BufferOverflowException if fewer than {@link #length} bytes are left
   */
  public static void write(
      Dialect own, int priority, InetAddress source, InetAddress destination, ByteBuffer out) {
    if (signs(own)) {
      throw new IllegalArgumentException("a signed advert needs a sequence");
    }
    write(own, priority, source, destination, out, 0);
  }

  /**
   * Writes an advert, signed if the router signs.
   *
   * @param sequence {@link HmacKey#sequence}, greater than that of the advert before
   */
  public static void write(
      Dialect own,
      int priority,
      InetAddress source,
      InetAddress destination,
      ByteBuffer out,
      long sequence) {
    if (priority < 0 || priority > 255) {
      throw new IllegalArgumentException("priority " + priority + ", must be 0 to 255");
    }
    int start = out.position();
    header(own, priority, out);
    for (InetAddress address : own.addresses()) {
      out.put(address.getAddress());
    }
    if (own.version() == 2) {
      Wire.put64(out, own.pass() == null ? 0 : own.pass().bytes()); // there even if unused
    }
    int message = out.position();
    HmacKey key = own.hmac();
    if (key != null && key.signs()) {
      HmacTrailer.append(own, key, source, sequence, out, start);
    }
    // Over IPv6 the kernel of a peer sums the whole payload, over IPv4 the trailer stays outside.
    int end = own.ipv6() ? out.position() : message;
    int sum = Wire.sum(out, start, end);
    if (pseudoHeader(own)) {
      sum += Wire.pseudoHeader(source, destination, end - start);
    }
    int checksum = ~Wire.fold(sum);
    out.put(start + Wire.CHECKSUM, (byte) (checksum >> 8));
    out.put(start + Wire.CHECKSUM + 1, (byte) checksum);
  }

  private static boolean pseudoHeader(Dialect own) {
    return own.ipv6() || (own.version() == 3 && own.checksum() == ChecksumForm.PSEUDO_HEADER);
  }

  private static void header(Dialect own, int priority, ByteBuffer out) {
    out.put((byte) (own.version() << 4 | Wire.ADVERTISEMENT));
    out.put((byte) own.vrid());
    out.put((byte) priority);
    out.put((byte) own.addresses().size());
    if (own.version() == 2) {
      out.put((byte) (own.pass() == null ? 0 : 1));
      out.put((byte) (own.intervalCentis() / 100));
    } else {
      out.put((byte) (own.intervalCentis() >> 8));
      out.put((byte) own.intervalCentis());
    }
    out.put((byte) 0).put((byte) 0); // the checksum, summed as zero
  }
}
