package io.vigie.vrrp.codec;

import static io.vigie.vrrp.codec.Wire.u16;
import static io.vigie.vrrp.codec.Wire.u64;
import static io.vigie.vrrp.codec.Wire.u8;

import io.vigie.vrrp.codec.Received.Rejected;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * keepalived's {@code auth_hmac} trailer: type, key, 2 zero bytes, 8 bytes of sequence, 16 bytes of
 * HMAC-SHA256, behind the message.
 *
 * <p>Signed are 20 bytes that bind family, version, VRID and source, then the message with its
 * checksum taken for zero, then the trailer with its HMAC taken for zero.
 */
final class HmacTrailer {

  static final int BYTES = 28;
  static final int SHA256 = 1;

  private static final int KEY_ID = 1;
  private static final int RESERVED = 2;
  private static final int SEQUENCE = 4;
  private static final int HMAC = 12;
  private static final int HMAC_BYTES = 16;
  private static final int BINDING_BYTES = 20;

  private HmacTrailer() {}

  /** Appends a trailer to the message between {@code start} and the position. */
  static void append(
      Dialect own, HmacKey key, InetAddress source, long sequence, ByteBuffer out, int start) {
    int trailer = out.position();
    out.put((byte) SHA256).put((byte) key.id()).put((byte) 0).put((byte) 0);
    Wire.put64(out, sequence);
    out.put(hmac(own, key, source, out, start, trailer - start));
  }

  /** Why the trailer at {@code start + bytes} does not hold; null if it does. */
  static @Nullable Rejected check(
      Dialect own, HmacKey key, Packet packet, int bytes, Replay replay, long epochSeconds) {
    ByteBuffer in = packet.message();
    int trailer = in.position() + bytes;
    if (u8(in, trailer) != SHA256 || u16(in, trailer + RESERVED) != 0) {
      return new Rejected(Reason.HMAC_MALFORMED, u8(in, trailer), SHA256);
    }
    // Before the digest, so that a flood of old captures costs none.
    long sequence = u64(in, trailer + SEQUENCE);
    int age = Replay.ageSeconds(sequence, epochSeconds);
    if (age > key.windowSeconds() || age < -key.windowSeconds()) {
      return new Rejected(Reason.HMAC_STALE, age, key.windowSeconds());
    }
    if (u8(in, trailer + KEY_ID) != key.id()) {
      return new Rejected(Reason.HMAC_UNKNOWN_KEY, u8(in, trailer + KEY_ID), key.id());
    }
    byte[] found = new byte[HMAC_BYTES];
    in.get(trailer + HMAC, found);
    byte[] expected = hmac(own, key, packet.source(), in, in.position(), bytes);
    if (!MessageDigest.isEqual(found, expected)) {
      return new Rejected(Reason.HMAC_WRONG, 0, key.id());
    }
    return replay.advances(packet.source(), sequence, epochSeconds, key.windowSeconds())
        ? null
        : new Rejected(Reason.HMAC_REPLAYED, 0, 0);
  }

  private static byte[] hmac(
      Dialect own, HmacKey key, InetAddress source, ByteBuffer in, int start, int bytes) {
    byte[] signed = new byte[BINDING_BYTES + bytes + BYTES];
    signed[0] = (byte) (own.ipv6() ? 6 : 4);
    signed[1] = (byte) own.version();
    signed[2] = (byte) own.vrid();
    byte[] address = source.getAddress();
    System.arraycopy(address, 0, signed, 4, address.length);
    in.get(start, signed, BINDING_BYTES, bytes + HMAC);
    signed[BINDING_BYTES + Wire.CHECKSUM] = 0;
    signed[BINDING_BYTES + Wire.CHECKSUM + 1] = 0;
    try {
      Mac mac = Mac.getInstance(HmacKey.ALGORITHM);
      mac.init(key.secret());
      return Arrays.copyOf(mac.doFinal(signed), HMAC_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no HMAC-SHA256, which every Java has", e);
    }
  }
}
