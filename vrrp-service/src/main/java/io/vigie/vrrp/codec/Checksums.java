package io.vigie.vrrp.codec;

import io.vigie.vrrp.codec.Received.Rejected;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Which form the checksum of a received message has. */
final class Checksums {

  private static final int RIGHT = 0xFFFF;

  private Checksums() {}

  /**
   * The form that fits, ours before the other; null if none does.
   *
   * @param bytes the message without an HMAC trailer, which is summed over IPv6 only
   */
  static @Nullable ChecksumForm formOf(Dialect own, Packet packet, int bytes) {
    int plain = plain(own, packet, bytes);
    boolean messageOnly = !own.ipv6() && Wire.fold(plain) == RIGHT;
    if (own.version() == 2) {
      return messageOnly ? ChecksumForm.MESSAGE_ONLY : null;
    }
    boolean pseudo = Wire.fold(plain + pseudoHeader(own, packet, bytes)) == RIGHT;
    if (pseudo && messageOnly) {
      return own.checksum();
    }
    return pseudo ? ChecksumForm.PSEUDO_HEADER : messageOnly ? ChecksumForm.MESSAGE_ONLY : null;
  }

  /** Says what the checksum should have been, in our form. */
  static Rejected rejected(Dialect own, Packet packet, int bytes) {
    ByteBuffer in = packet.message();
    int found = Wire.u16(in, in.position() + Wire.CHECKSUM);
    int sum = plain(own, packet, bytes) - found;
    if (own.ipv6() || (own.version() == 3 && own.checksum() == ChecksumForm.PSEUDO_HEADER)) {
      sum += pseudoHeader(own, packet, bytes);
    }
    return new Rejected(Reason.CHECKSUM, found, ~Wire.fold(sum) & 0xFFFF);
  }

  private static int plain(Dialect own, Packet packet, int bytes) {
    int start = packet.message().position();
    return Wire.sum(packet.message(), start, start + summed(own, packet, bytes));
  }

  private static int pseudoHeader(Dialect own, Packet packet, int bytes) {
    return Wire.pseudoHeader(packet.source(), packet.destination(), summed(own, packet, bytes));
  }

  private static int summed(Dialect own, Packet packet, int bytes) {
    return own.ipv6() ? packet.message().remaining() : bytes;
  }
}
