package io.vigie.vrrp.codec;

import static io.vigie.vrrp.codec.Vectors.address;
import static io.vigie.vrrp.codec.Vectors.addresses;

import io.vigie.vrrp.codec.HmacKey.Mode;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Frames without end: adverts of well-meaning neighbours, of misconfigured ones, damaged on the
 * way, and bytes that were never an advert. Each is valid until the next is asked for.
 */
final class Frames {

  private static final InetAddress FOUR_GROUP = address("224.0.0.18");
  private static final InetAddress FOUR_SELF = address("192.168.1.7");
  private static final InetAddress SIX_GROUP = address("ff02::12");
  private static final InetAddress SIX_SELF = address("fe80::7");
  private static final InetAddress[] FOUR_SOURCES = new InetAddress[40];
  private static final InetAddress[] SIX_SOURCES = new InetAddress[40];

  static {
    for (int i = 0; i < FOUR_SOURCES.length; i++) {
      FOUR_SOURCES[i] = address("192.168.1." + (i + 6));
      SIX_SOURCES[i] = address("fe80::" + Integer.toHexString(i + 6));
    }
  }

  /** Each row is one router, and behind it others that it may hear. */
  private static final Dialect[][] ROUTERS = {
    {
      two(100, Password.of("secret"), null, 1),
      two(100, Password.of("secret"), null, 3),
      two(100, Password.of("other"), null, 1),
      two(200, Password.of("secret"), null, 1),
      two(100, null, null, 1),
      two(100, Password.of("secret"), key(1, Mode.ENFORCE), 1)
    },
    {two(100, null, null, 2), two(100, null, null, 255), two(25_500, null, null, 2)},
    {
      three(100, null, 1, ChecksumForm.PSEUDO_HEADER, true),
      three(100, null, 1, ChecksumForm.MESSAGE_ONLY, true),
      three(10, null, 255, ChecksumForm.PSEUDO_HEADER, true),
      two(100, null, null, 1)
    },
    {
      three(100, null, 2, ChecksumForm.MESSAGE_ONLY, false),
      three(4095, null, 2, ChecksumForm.PSEUDO_HEADER, false),
      three(100, null, 2, ChecksumForm.MESSAGE_ONLY, true)
    },
    {six(100, null, "fe80::8"), six(1, null, "fd00::1"), six(100, null, "fe80::8", "fd00::8")},
    {
      three(100, key(1, Mode.ENFORCE), 1, ChecksumForm.PSEUDO_HEADER, true),
      three(100, key(2, Mode.ENFORCE), 1, ChecksumForm.MESSAGE_ONLY, true),
      three(100, null, 1, ChecksumForm.PSEUDO_HEADER, true)
    },
    {six(100, key(1, Mode.PERMISSIVE), "fe80::8"), six(100, null, "fe80::8")}
  };

  private final SplittableRandom random;
  private final ByteBuffer heap = ByteBuffer.allocate(8192);
  private final ByteBuffer direct = ByteBuffer.allocateDirect(8192);

  private Dialect own = ROUTERS[0][0];
  private Dialect theirs = own;
  private Instant now = Instant.ofEpochSecond(1_800_000_000L);

  Frames(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The router that receives the last frame. */
  Dialect own() {
    return own;
  }

  /** When it does. */
  Instant now() {
    return now;
  }

  Packet next() {
    // Signatures are a hundred times dearer than all the rest, and rarely meant.
    Dialect[] row = ROUTERS[random.nextInt(random.nextInt(32) == 0 ? ROUTERS.length : 5)];
    own = row[0];
    theirs = row[random.nextInt(3) == 0 ? random.nextInt(row.length) : 0];
    if (random.nextInt(1000) == 0) {
      now = now.plusSeconds(random.nextInt(4));
    }
    ByteBuffer out = (random.nextBoolean() ? heap : direct).clear().position(random.nextInt(50));
    int start = out.position();
    InetAddress source = source();
    InetAddress destination = destination();
    switch (random.nextInt(8)) {
      case 0 -> junk(out, random.nextInt(64) == 0 ? 1500 : 80);
      case 1 -> likely(out);
      case 2 -> carp(out);
      case 3 -> write(source, destination, out);
      case 4 -> {
        write(source, destination, out);
        damage(out, start);
      }
      case 5 -> {
        write(source, destination, out);
        out.position(Math.max(start, out.position() - 40 + random.nextInt(80)));
      }
      default -> {
        write(source, destination, out);
        damage(out, start);
        repair(out, start, source, destination);
      }
    }
    out.limit(out.position()).position(start);
    return new Packet(source, destination, random.nextInt(50) == 0 ? 254 : 255, out);
  }

  private InetAddress source() {
    InetAddress[] sources = theirs.ipv6() ? SIX_SOURCES : FOUR_SOURCES;
    return sources[random.nextInt(8) == 0 ? random.nextInt(sources.length) : 0];
  }

  private InetAddress destination() {
    boolean multicast = random.nextInt(50) == 0 ? random.nextBoolean() : theirs.multicast();
    if (random.nextInt(100) == 0 ? random.nextBoolean() : theirs.ipv6()) {
      return multicast ? SIX_GROUP : SIX_SELF;
    }
    return multicast ? FOUR_GROUP : FOUR_SELF;
  }

  private void write(InetAddress source, InetAddress destination, ByteBuffer out) {
    long sequence = HmacKey.sequence(now) + random.nextInt(1 << 20);
    if (random.nextInt(8) == 0) {
      sequence -= 100L << 32;
    }
    AdvertWriter.write(theirs, random.nextInt(256), source, destination, out, sequence);
  }

  private void junk(ByteBuffer out, int most) {
    for (int length = random.nextInt(most); length > 0; length--) {
      out.put((byte) random.nextInt(256));
    }
  }

  /** Junk with a header to be taken for ours. */
  private void likely(ByteBuffer out) {
    out.put((byte) (own.version() << 4 | 1)).put((byte) own.vrid());
    out.put((byte) random.nextInt(256)).put((byte) random.nextInt(6));
    junk(out, 80);
  }

  private void carp(ByteBuffer out) {
    out.put((byte) 0x21).put((byte) own.vrid()).put((byte) random.nextInt(256)).put((byte) 7);
    for (int i = 4; i < 36; i++) {
      out.put((byte) random.nextInt(256));
    }
  }

  /** One to three bytes, more often in the header. */
  private void damage(ByteBuffer out, int start) {
    int length = out.position() - start;
    for (int hits = random.nextInt(3); hits >= 0; hits--) {
      int at = start + random.nextInt(random.nextBoolean() ? Wire.HEADER_BYTES : length);
      out.put(at, random.nextInt(4) == 0 ? 0 : (byte) random.nextInt(256));
    }
  }

  private void repair(ByteBuffer out, int start, InetAddress source, InetAddress destination) {
    int count = Wire.u8(out, start + Wire.COUNT);
    int length = out.position() - start;
    int summed = theirs.ipv6() ? length : Math.min(length, theirs.bytes(count));
    out.put(start + Wire.CHECKSUM, (byte) 0).put(start + Wire.CHECKSUM + 1, (byte) 0);
    int sum = Wire.sum(out, start, start + summed);
    if (theirs.version() == 3 && random.nextInt(4) > 0) {
      sum += Wire.pseudoHeader(source, destination, summed);
    }
    int checksum = ~Wire.fold(sum);
    out.put(start + Wire.CHECKSUM, (byte) (checksum >> 8));
    out.put(start + Wire.CHECKSUM + 1, (byte) checksum);
  }

  private static HmacKey key(int id, Mode mode) {
    return HmacKey.of(id, new byte[32], mode, 5);
  }

  private static Dialect two(
      int intervalCentis, @Nullable Password pass, @Nullable HmacKey key, int count) {
    return new Dialect(
        2,
        51,
        false,
        intervalCentis,
        many(count),
        pass,
        ChecksumForm.MESSAGE_ONLY,
        true,
        Set.of(),
        key);
  }

  private static Dialect three(
      int intervalCentis, @Nullable HmacKey key, int count, ChecksumForm form, boolean multicast) {
    return new Dialect(
        3,
        51,
        false,
        intervalCentis,
        many(count),
        null,
        form,
        multicast,
        Set.of(FOUR_SOURCES[0], FOUR_SOURCES[1]),
        key);
  }

  private static Dialect six(int intervalCentis, @Nullable HmacKey key, String... addresses) {
    return new Dialect(
        3,
        51,
        true,
        intervalCentis,
        addresses(addresses),
        null,
        ChecksumForm.PSEUDO_HEADER,
        true,
        Set.of(),
        key);
  }

  private static List<InetAddress> many(int count) {
    List<InetAddress> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      addresses.add(address("10.1.0." + i));
    }
    return addresses;
  }
}
