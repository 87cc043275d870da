package io.vigie.vrrp.codec;

import static io.vigie.vrrp.codec.Vectors.address;
import static io.vigie.vrrp.codec.Vectors.addresses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigie.vrrp.codec.HmacKey.Mode;
import io.vigie.vrrp.codec.Received.Accepted;
import io.vigie.vrrp.codec.Received.Rejected;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** keepalived's trailer: the images of its draft, and what is made of one that does not fit. */
class HmacTest {

  private static final byte[] SECRET =
      HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  private static final long SEQUENCE = 0x6800_0000_8000_0000L;
  private static final Instant THEN = Instant.ofEpochSecond(0x6800_0000L);

  /** R8, whose checksum is of the message alone. */
  private static final String FOUR =
      "3133c80100644402c0000264010100006800000080000000" + "1b84bc4e8e43892dc6d98448f8ee2265";

  private static final InetAddress FOUR_SOURCE = address("198.51.100.10");
  private static final InetAddress FOUR_GROUP = address("224.0.0.18");

  /** Sent to fe80::20; the checksum covers the trailer. */
  private static final String SIX =
      "3133c8010064a2e9fe800000000000000000000000000100"
          + "010100006800000080000000"
          + "c8c56146ebfd66ee10ec4d8186461b78";

  private static final InetAddress SIX_SOURCE = address("fe80::10");
  private static final InetAddress SIX_SELF = address("fe80::20");

  private final Replay replay = new Replay();

  @Test
  void theDraftsIpv4ImageIsWrittenAndRead() {
    assertEquals(FOUR, written(four(Mode.ENFORCE), FOUR_SOURCE, FOUR_GROUP));
    Accepted accepted = accepted(read(four(Mode.ENFORCE), packet(FOUR)));
    assertEquals(new Advert(3, 51, 200, 100, addresses("192.0.2.100")), accepted.advert());
    assertEquals(ChecksumForm.MESSAGE_ONLY, accepted.form());
    assertEquals(List.of(), accepted.oddities());
  }

  @Test
  void theDraftsIpv6ImageIsWrittenAndRead() {
    assertEquals(SIX, written(six(), SIX_SOURCE, SIX_SELF));
    Packet packet = new Packet(SIX_SOURCE, SIX_SELF, 255, bytes(SIX));
    Accepted accepted = accepted(AdvertReader.read(six(), packet, replay, THEN));
    assertEquals(addresses("fe80::100"), accepted.advert().addresses());
    assertEquals(ChecksumForm.PSEUDO_HEADER, accepted.form());
  }

  /** Offsets behind the message's 12 bytes; the checksum over IPv4 does not cover them. */
  @ParameterizedTest
  @CsvSource({
    "12, HMAC_MALFORMED", // type
    "13, HMAC_UNKNOWN_KEY",
    "14, HMAC_MALFORMED", // reserved
    "15, HMAC_MALFORMED",
    "16, HMAC_STALE", // upper bits of the seconds
    "19, HMAC_WRONG", // a second more
    "20, HMAC_WRONG",
    "23, HMAC_WRONG", // counter
    "24, HMAC_WRONG", // HMAC
    "39, HMAC_WRONG"
  })
  void anAlteredTrailerIsDropped(int at, Reason reason) {
    byte[] bytes = HexFormat.of().parseHex(FOUR);
    bytes[at] ^= 1;
    Packet packet = new Packet(FOUR_SOURCE, FOUR_GROUP, 255, ByteBuffer.wrap(bytes));
    assertEquals(reason, rejected(read(four(Mode.ENFORCE), packet)));
    assertEquals(0, replay.senders());
  }

  @Test
  void anAlteredMessageWithARightChecksumIsDropped() {
    // priority one higher, checksum 0x100 lower
    Packet packet = packet(FOUR.replace("3133c80100644402", "3133c90100644302"));
    assertEquals(Reason.HMAC_WRONG, rejected(read(four(Mode.ENFORCE), packet)));
  }

  @Test
  void theSignatureBindsTheSource() {
    Packet packet = new Packet(address("198.51.100.11"), FOUR_GROUP, 255, bytes(FOUR));
    assertEquals(Reason.HMAC_WRONG, rejected(read(four(Mode.ENFORCE), packet)));
  }

  @Test
  void theChecksumIsAskedBeforeTheSignature() {
    Packet packet = packet(FOUR.replace("4402", "4403").replace("1b84", "0000"));
    assertEquals(Reason.CHECKSUM, rejected(read(four(Mode.ENFORCE), packet)));
  }

  @Test
  void theChecksumIsAskedBeforeAMissingSignature() {
    Packet packet = packet("3133c80100644403c0000264");
    assertEquals(Reason.CHECKSUM, rejected(read(four(Mode.ENFORCE), packet)));
  }

  @Test
  void theFormIsAskedBeforeTheTimeAndTheTimeBeforeTheKey() {
    Packet malformed = packet(FOUR.replace("010100006800", "010101000000"));
    assertEquals(Reason.HMAC_MALFORMED, rejected(read(four(Mode.ENFORCE), malformed)));
    Packet stale = packet(FOUR.replace("010100006800", "010200000000"));
    assertEquals(Reason.HMAC_STALE, rejected(read(four(Mode.ENFORCE), stale)));
  }

  @Test
  void theKeyIsAskedBeforeTheSignature() {
    Packet packet = packet(FOUR.replace("01010000", "01020000").replace("1b84", "0000"));
    assertEquals(new Rejected(Reason.HMAC_UNKNOWN_KEY, 2, 1), read(four(Mode.ENFORCE), packet));
  }

  @Test
  void theSignatureIsAskedBeforeTheMemory() {
    accepted(read(four(Mode.ENFORCE), packet(FOUR)));
    Packet forged = packet(FOUR.replace("1b84", "0000"));
    assertEquals(Reason.HMAC_WRONG, rejected(read(four(Mode.ENFORCE), forged)));
  }

  @Test
  void theSignatureIsAskedBeforeThePassword() {
    HmacKey key = HmacKey.of(1, SECRET, Mode.ENFORCE, 5);
    Dialect own = two(key, Password.of("secret"));
    assertEquals(Reason.HMAC_MISSING, rejected(read(own, Vectors.V5.packet()))); // and no password
    Dialect other = two(HmacKey.of(1, SECRET.clone(), Mode.ENFORCE, 5), null);
    ByteBuffer out = ByteBuffer.allocate(48);
    AdvertWriter.write(other, 100, Vectors.V1.source, FOUR_GROUP, out, SEQUENCE);
    byte[] bytes = out.array();
    assertEquals(Reason.AUTH_TYPE, rejected(read(own, Vectors.V1.with(bytes.clone()))));
    bytes[47] ^= 1;
    assertEquals(Reason.HMAC_WRONG, rejected(read(own, Vectors.V1.with(bytes))));
  }

  @Test
  void theSameAdvertCountsOnce() {
    accepted(read(four(Mode.ENFORCE), packet(FOUR)));
    assertEquals(Reason.HMAC_REPLAYED, rejected(read(four(Mode.ENFORCE), packet(FOUR))));
    // Another router has another memory: one advert may be sent to many.
    accepted(AdvertReader.read(four(Mode.ENFORCE), packet(FOUR), new Replay(), THEN));
  }

  @ParameterizedTest
  @CsvSource({"-6, -6", "6, 6"})
  void aSignatureOutsideTheWindowIsStale(int seconds, int age) {
    Instant now = THEN.plusSeconds(seconds);
    assertEquals(
        new Rejected(Reason.HMAC_STALE, age, 5),
        AdvertReader.read(four(Mode.ENFORCE), packet(FOUR), replay, now));
  }

  @ParameterizedTest
  @CsvSource({"-5", "5"})
  void aSignatureAtTheEdgeOfTheWindowIsFresh(int seconds) {
    accepted(
        AdvertReader.read(four(Mode.ENFORCE), packet(FOUR), replay, THEN.plusSeconds(seconds)));
  }

  @ParameterizedTest
  @CsvSource({"RECEIVE_ONLY, 12, true", "PERMISSIVE, 40, true", "ENFORCE, 40, false"})
  void theModeSaysWhoMustSign(Mode mode, int length, boolean unsignedIsHeard) {
    assertEquals(length, AdvertWriter.length(four(mode)));
    Received unsigned = read(four(mode), packet("3133c80100644402c0000264"));
    if (unsignedIsHeard) {
      assertEquals(List.of(Oddity.HMAC_MISSING), accepted(unsigned).oddities());
    } else {
      assertEquals(Reason.HMAC_MISSING, rejected(unsigned));
    }
    assertEquals(List.of(), accepted(read(four(mode), packet(FOUR))).oddities());
    Packet forged = packet(FOUR.replace("1b84", "0000"));
    assertEquals(Reason.HMAC_WRONG, rejected(read(four(mode), forged)));
  }

  @Test
  void receiveOnlySendsNoTrailer() {
    Dialect own = four(Mode.RECEIVE_ONLY);
    ByteBuffer out = ByteBuffer.allocate(12);
    AdvertWriter.write(own, 200, FOUR_SOURCE, FOUR_GROUP, out);
    assertEquals("3133c80100644402c0000264", HexFormat.of().formatHex(out.array()));
  }

  @Test
  void aTrailerIsNotExpectedWithoutAKey() {
    Dialect own = Vectors.multicast(3, 51, 100, null, ChecksumForm.MESSAGE_ONLY, "192.0.2.100");
    assertEquals(Reason.HMAC_UNEXPECTED, rejected(AdvertReader.read(own, packet(FOUR))));
  }

  @Test
  void aTrailerCutShortIsDroppedForItsLength() {
    byte[] whole = HexFormat.of().parseHex(FOUR);
    for (int length = 13; length < whole.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(whole, length));
      Packet packet = new Packet(FOUR_SOURCE, FOUR_GROUP, 255, cut);
      assertEquals(new Rejected(Reason.LENGTH, length, 12), read(four(Mode.PERMISSIVE), packet));
    }
  }

  @Test
  void aKeyNeedsATimeAndASequence() {
    Dialect own = four(Mode.ENFORCE);
    ByteBuffer out = ByteBuffer.allocate(40);
    assertThrows(IllegalArgumentException.class, () -> AdvertReader.read(own, packet(FOUR)));
    assertThrows(
        IllegalArgumentException.class,
        () -> AdvertWriter.write(own, 200, FOUR_SOURCE, FOUR_GROUP, out));
  }

  @Test
  void sequencesCountSecondsFractionsAndAdverts() {
    assertEquals(SEQUENCE, HmacKey.sequence(THEN.plusMillis(500)));
    HmacKey key = HmacKey.of(1, SECRET, Mode.ENFORCE, 5);
    assertEquals(SEQUENCE, key.sequence(THEN.plusMillis(500), SEQUENCE - 1));
    assertEquals(SEQUENCE + 1, key.sequence(THEN.plusMillis(500), SEQUENCE));
    assertEquals(SEQUENCE + 2, key.sequence(THEN, SEQUENCE + 1));
    // 2038 and 2106, where the seconds change sign and wrap around
    long end38 = HmacKey.sequence(Instant.ofEpochSecond(0x7FFF_FFFFL));
    Instant after38 = Instant.ofEpochSecond(0x8000_0000L);
    assertEquals(HmacKey.sequence(after38), key.sequence(after38, end38));
    long end06 = HmacKey.sequence(Instant.ofEpochSecond(0xFFFF_FFFFL));
    Instant after06 = Instant.ofEpochSecond(0x1_0000_0000L);
    assertEquals(0, key.sequence(after06, end06));
  }

  @Test
  void aClockSetBackStartsOver() {
    HmacKey key = HmacKey.of(1, SECRET, Mode.ENFORCE, 5);
    long last = HmacKey.sequence(THEN);
    assertEquals(last + 1, key.sequence(THEN.minusSeconds(5), last));
    assertEquals(HmacKey.sequence(THEN.minusSeconds(6)), key.sequence(THEN.minusSeconds(6), last));
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "100, 5", "166, 5", "167, 6", "4095, 123", "25500, 300"})
  void theWindowIsThreeIntervals(int intervalCentis, int seconds) {
    assertEquals(seconds, HmacKey.defaultWindowSeconds(intervalCentis));
  }

  @Test
  void aKeyIsCheckedComparedAndHidden() {
    for (int length : new int[] {0, 31, 65}) {
      assertThrows(
          IllegalArgumentException.class, () -> HmacKey.of(1, new byte[length], Mode.ENFORCE, 5));
    }
    for (int id : new int[] {-1, 256}) {
      assertThrows(IllegalArgumentException.class, () -> HmacKey.of(id, SECRET, Mode.ENFORCE, 5));
    }
    for (int window : new int[] {0, 301}) {
      assertThrows(
          IllegalArgumentException.class, () -> HmacKey.of(1, SECRET, Mode.ENFORCE, window));
    }
    assertEquals(four(Mode.ENFORCE), four(Mode.ENFORCE));
    HmacKey key = HmacKey.of(1, SECRET, Mode.ENFORCE, 5);
    assertEquals("HmacKey[id=1, secret=[hidden], mode=ENFORCE, windowSeconds=5]", key.toString());
    assertFalse(key.equals(HmacKey.of(1, new byte[32], Mode.ENFORCE, 5)));
  }

  private Received read(Dialect own, Packet packet) {
    return AdvertReader.read(own, packet, replay, THEN);
  }

  private static Accepted accepted(Received received) {
    return assertInstanceOf(Accepted.class, received, received::toString);
  }

  private static Reason rejected(Received received) {
    return assertInstanceOf(Rejected.class, received, received::toString).reason();
  }

  private static String written(Dialect own, InetAddress source, InetAddress destination) {
    ByteBuffer out = ByteBuffer.allocate(AdvertWriter.length(own));
    AdvertWriter.write(own, 200, source, destination, out, SEQUENCE);
    return HexFormat.of().formatHex(out.array());
  }

  private static Packet packet(String hex) {
    return new Packet(FOUR_SOURCE, FOUR_GROUP, 255, bytes(hex));
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  private static Dialect four(Mode mode) {
    HmacKey key = HmacKey.of(1, SECRET, mode, 5);
    return new Dialect(
        3,
        51,
        false,
        100,
        addresses("192.0.2.100"),
        null,
        ChecksumForm.MESSAGE_ONLY,
        true,
        Set.of(),
        key);
  }

  private static Dialect six() {
    return new Dialect(
        3,
        51,
        true,
        100,
        addresses("fe80::100"),
        null,
        ChecksumForm.PSEUDO_HEADER,
        false,
        Set.of(SIX_SOURCE),
        HmacKey.of(1, SECRET, Mode.ENFORCE, 5));
  }

  private static Dialect two(HmacKey key, @Nullable Password pass) {
    return new Dialect(
        2,
        51,
        false,
        100,
        addresses("192.168.1.8"),
        pass,
        ChecksumForm.MESSAGE_ONLY,
        true,
        Set.of(),
        key);
  }
}
