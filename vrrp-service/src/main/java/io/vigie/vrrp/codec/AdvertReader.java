package io.vigie.vrrp.codec;

import static io.vigie.vrrp.codec.Wire.u8;

import io.vigie.vrrp.codec.Received.Rejected;
import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads adverts (RFC 9568 §7.1, RFC 3768 §7.1): any bytes give an advert or the reason why not.
 *
 * <p>The rules are asked in the order of {@link Reason}: the envelope first, then whose message it
 * is, whether it is whole, whether it is authentic, and only then what it says. So a damaged packet
 * is never reported as somebody's wrong configuration.
 *
 * <p>Pure but for the {@link Replay} it is given. Keeps nothing of what it read.
 */
public final class AdvertReader {

  private static final int CARP_BYTES = 36;
  private static final int CARP_AUTH_WORDS = 7;

  private AdvertReader() {}

  /**
   * Which virtual router a message is for, without a look at anything else; empty if it is too
   * short to say.
   */
  public static OptionalInt vrid(ByteBuffer message) {
    return message.remaining() > Wire.VRID
        ? OptionalInt.of(u8(message, message.position() + Wire.VRID))
        : OptionalInt.empty();
  }

  /**
   * Reads a packet for a router that has no HMAC key.
   *
   * @throws IllegalArgumentException if it has one
   */
  public static Received read(Dialect own, Packet packet) {
    if (own.hmac() != null) {
      throw new IllegalArgumentException("a router with an HMAC key needs the time and a memory");
    }
    return read(own, packet, null, 0);
  }

  /**
   * Reads a packet.
   *
   * @param replay this virtual router's memory; changed by authentic adverts only
   * @param now to tell whether a signature is fresh
   */
  public static Received read(Dialect own, Packet packet, Replay replay, Instant now) {
    return read(own, packet, replay, now.getEpochSecond());
  }

  private static Received read(
      Dialect own, Packet packet, @Nullable Replay replay, long epochSeconds) {
    Rejected envelope = envelope(own, packet);
    if (envelope != null) {
      return envelope;
    }
    Rejected header = header(own, packet.message());
    if (header != null) {
      return header;
    }
    int count = u8(packet.message(), packet.message().position() + Wire.COUNT);
    int bytes = own.bytes(count);
    Rejected length = length(own, packet.message(), bytes);
    if (length != null) {
      return length;
    }
    ChecksumForm form = Checksums.formOf(own, packet, bytes);
    if (form == null) {
      return Checksums.rejected(own, packet, bytes);
    }
    Rejected forged = authentic(own, packet, bytes, replay, epochSeconds);
    if (forged != null) {
      return forged;
    }
    return Contents.of(own, packet, bytes, form);
  }

  private static @Nullable Rejected envelope(Dialect own, Packet packet) {
    if (packet.source() instanceof Inet6Address != own.ipv6()
        || packet.destination() instanceof Inet6Address != own.ipv6()) {
      return new Rejected(Reason.ADDRESS_FAMILY, own.ipv6() ? 4 : 6, own.ipv6() ? 6 : 4);
    }
    boolean multicast = packet.destination().isMulticastAddress();
    if (multicast != own.multicast()) {
      return new Rejected(Reason.WRONG_CAST, multicast ? 1 : 0, own.multicast() ? 1 : 0);
    }
    if (!multicast && !own.peers().contains(packet.source())) {
      return new Rejected(Reason.UNKNOWN_PEER, 0, own.peers().size());
    }
    // Unicast peers may be some hops away, as with keepalived: the list of peers stands for it.
    return multicast && packet.ttl() != 255 ? new Rejected(Reason.TTL, packet.ttl(), 255) : null;
  }

  private static @Nullable Rejected header(Dialect own, ByteBuffer in) {
    int start = in.position();
    if (in.remaining() < Wire.HEADER_BYTES) {
      return new Rejected(Reason.LENGTH, in.remaining(), own.bytes(own.addresses().size()));
    }
    int versionAndType = u8(in, start);
    int vrid = u8(in, start + Wire.VRID);
    int count = u8(in, start + Wire.COUNT);
    // VRRPv2 with 7 addresses has 44 bytes, and with 36 bytes has 5 addresses.
    if (versionAndType == 0x21 && in.remaining() == CARP_BYTES && count == CARP_AUTH_WORDS) {
      return new Rejected(Reason.FOREIGN, vrid, own.vrid());
    }
    if (versionAndType >> 4 != own.version()) {
      return new Rejected(Reason.VERSION, versionAndType >> 4, own.version());
    }
    if ((versionAndType & 0xF) != Wire.ADVERTISEMENT) {
      return new Rejected(Reason.TYPE, versionAndType & 0xF, Wire.ADVERTISEMENT);
    }
    if (vrid != own.vrid()) {
      return new Rejected(Reason.VRID, vrid, own.vrid());
    }
    return count == 0 ? new Rejected(Reason.COUNT, 0, 1) : null;
  }

  /** Exactly the message, or the message and an HMAC trailer. Padding is trimmed by the kernel. */
  private static @Nullable Rejected length(Dialect own, ByteBuffer in, int bytes) {
    if (in.remaining() == bytes) {
      return null;
    }
    boolean trailer =
        in.remaining() == bytes + HmacTrailer.BYTES
            && (own.hmac() != null || u8(in, in.position() + bytes) == HmacTrailer.SHA256);
    if (!trailer) {
      return new Rejected(Reason.LENGTH, in.remaining(), bytes);
    }
    return own.hmac() == null ? new Rejected(Reason.HMAC_UNEXPECTED, 0, 0) : null;
  }

  private static @Nullable Rejected authentic(
      Dialect own, Packet packet, int bytes, @Nullable Replay replay, long epochSeconds) {
    HmacKey key = own.hmac();
    if (key != null && replay != null) {
      Rejected forged =
          packet.message().remaining() > bytes
              ? HmacTrailer.check(own, key, packet, bytes, replay, epochSeconds)
              : key.mode() == HmacKey.Mode.ENFORCE ? new Rejected(Reason.HMAC_MISSING, 0, 0) : null;
      if (forged != null) {
        return forged;
      }
    }
    return own.version() == 2 ? password(own, packet.message(), bytes) : null;
  }

  private static @Nullable Rejected password(Dialect own, ByteBuffer in, int bytes) {
    Password pass = own.pass();
    int type = u8(in, in.position() + Wire.AUTH_TYPE);
    int expected = pass == null ? 0 : 1;
    if (type != expected) {
      return new Rejected(Reason.AUTH_TYPE, type, expected);
    }
    // Without authentication the 8 bytes are ignored (RFC 3768 §5.3.10).
    return pass == null || pass.bytes() == Wire.u64(in, in.position() + bytes - Password.BYTES)
        ? null
        : new Rejected(Reason.AUTH_FAILED, 0, 0);
  }
}
