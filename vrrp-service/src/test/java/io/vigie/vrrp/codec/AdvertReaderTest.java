package io.vigie.vrrp.codec;

import static io.vigie.vrrp.codec.Vectors.address;
import static io.vigie.vrrp.codec.Vectors.addresses;
import static io.vigie.vrrp.codec.Vectors.multicast;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.vigie.vrrp.codec.Received.Accepted;
import io.vigie.vrrp.codec.Received.Rejected;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each receive rule by itself: what it drops, what it lets pass, what it only finds odd. */
class AdvertReaderTest {

  private static final Dialect TWO = Vectors.V1.dialect;
  private static final Dialect THREE = Vectors.V8.dialect;

  @Test
  void aPacketThatCameThroughARouterIsDropped() {
    for (Vectors vector : List.of(Vectors.V1, Vectors.V8, Vectors.V13)) {
      for (int ttl : new int[] {0, 64, 254, 256}) {
        Packet packet =
            new Packet(vector.source, vector.destination, ttl, ByteBuffer.wrap(vector.bytes()));
        assertEquals(new Rejected(Reason.TTL, ttl, 255), AdvertReader.read(vector.dialect, packet));
      }
    }
  }

  @Test
  void aUnicastPeerMayBeSomeHopsAway() {
    Vectors v = Vectors.V10;
    Packet packet = new Packet(v.source, v.destination, 61, ByteBuffer.wrap(v.bytes()));
    accepted(v.dialect, packet);
  }

  @Test
  void byUnicastOnlyPeersAreHeard() {
    Vectors v = Vectors.V10;
    Packet packet =
        new Packet(address("192.168.1.9"), v.destination, 255, ByteBuffer.wrap(v.bytes()));
    assertEquals(new Rejected(Reason.UNKNOWN_PEER, 0, 1), AdvertReader.read(v.dialect, packet));
  }

  @Test
  void aPeerIsKnownWhateverItsScope() throws UnknownHostException {
    Dialect own =
        new Dialect(
            3,
            51,
            true,
            100,
            addresses("fe80::8"),
            null,
            ChecksumForm.PSEUDO_HEADER,
            false,
            Set.of(address("fe80::6")),
            null);
    InetAddress scoped = Inet6Address.getByAddress(null, address("fe80::6").getAddress(), 7);
    InetAddress self = address("fe80::7");
    ByteBuffer out = ByteBuffer.allocate(AdvertWriter.length(own));
    AdvertWriter.write(own, 100, scoped, self, out);
    Accepted accepted = accepted(own, new Packet(scoped, self, 255, out.flip()));
    assertSame(scoped, accepted.source());
  }

  @Test
  void multicastAndUnicastDoNotMix() {
    assertEquals(
        new Rejected(Reason.WRONG_CAST, 1, 0),
        AdvertReader.read(Vectors.V10.dialect, Vectors.V8.packet()));
    assertEquals(
        new Rejected(Reason.WRONG_CAST, 0, 1), AdvertReader.read(THREE, Vectors.V10.packet()));
  }

  @Test
  void theOtherFamilyIsDropped() {
    assertEquals(
        new Rejected(Reason.ADDRESS_FAMILY, 6, 4), AdvertReader.read(THREE, Vectors.V13.packet()));
    assertEquals(
        new Rejected(Reason.ADDRESS_FAMILY, 4, 6),
        AdvertReader.read(Vectors.V13.dialect, Vectors.V8.packet()));
  }

  @Test
  void theOtherVersionIsDropped() {
    assertEquals(new Rejected(Reason.VERSION, 2, 3), AdvertReader.read(THREE, Vectors.V1.packet()));
    assertEquals(new Rejected(Reason.VERSION, 3, 2), AdvertReader.read(TWO, Vectors.V8.packet()));
  }

  @ParameterizedTest
  @CsvSource({"0", "2", "15"})
  void anUnknownTypeIsDropped(int type) {
    byte[] bytes = Vectors.V8.bytes();
    bytes[0] = (byte) (0x30 | type);
    assertEquals(
        new Rejected(Reason.TYPE, type, 1), AdvertReader.read(THREE, Vectors.V8.with(bytes)));
  }

  @Test
  void anotherVirtualRouterIsNotOurs() {
    assertEquals(
        new Rejected(Reason.VRID, 10, 51),
        AdvertReader.read(THREE, Vectors.R6_PSEUDO_HEADER.packet()));
  }

  @Test
  void noAddressesAreDropped() {
    assertEquals(
        new Rejected(Reason.COUNT, 0, 1),
        AdvertReader.read(THREE, Vectors.V8.with(hex("313364000064aabb"))));
    assertEquals(
        new Rejected(Reason.COUNT, 0, 1),
        AdvertReader.read(TWO, Vectors.V1.with(hex("2133640001010000736563726574 0000"))));
  }

  @Test
  void aVersion3AdvertWithThePasswordOfVersion2IsTooLong() {
    // The zeros leave the checksum right, so only the length can tell.
    assertEquals(
        new Rejected(Reason.LENGTH, 20, 12),
        AdvertReader.read(THREE, Vectors.V9.with(hex("313364010064a8b6c0a801080000000000000000"))));
  }

  @Test
  void aCountBeyondTheMessageIsDropped() {
    byte[] bytes = Vectors.V13.bytes();
    bytes[3] = (byte) 255;
    assertEquals(
        new Rejected(Reason.LENGTH, 40, 4088),
        AdvertReader.read(Vectors.V13.dialect, Vectors.V13.with(bytes)));
  }

  @Test
  void bothFormsOfAVersion3ChecksumAreAcceptedAndTold() {
    for (ChecksumForm ours : ChecksumForm.values()) {
      Dialect own = multicast(3, 51, 100, null, ours, "192.168.1.8");
      assertEquals(ChecksumForm.PSEUDO_HEADER, accepted(own, Vectors.V8.packet()).form());
      assertEquals(ChecksumForm.MESSAGE_ONLY, accepted(own, Vectors.V9.packet()).form());
    }
  }

  @Test
  void aChecksumThatFitsBothFormsIsTakenForOurs() {
    // From 10.0.21.113 the pseudo header sums up to 0xFFFF, which is nothing.
    InetAddress source = address("10.0.21.113");
    Packet packet =
        new Packet(source, Vectors.V9.destination, 255, ByteBuffer.wrap(Vectors.V9.bytes()));
    for (ChecksumForm ours : ChecksumForm.values()) {
      Dialect own = multicast(3, 51, 100, null, ours, "192.168.1.8");
      assertEquals(ours, accepted(own, packet).form());
    }
  }

  @Test
  void aVersion3ChecksumOfNeitherFormIsDropped() {
    byte[] bytes = hex("3133640100640000c0a80108");
    assertEquals(
        new Rejected(Reason.CHECKSUM, 0, 0x0679), AdvertReader.read(THREE, Vectors.V8.with(bytes)));
    assertEquals(
        new Rejected(Reason.CHECKSUM, 0, 0xa8b6),
        AdvertReader.read(Vectors.V9.dialect, Vectors.V9.with(bytes)));
  }

  @Test
  void aSourceRewrittenOnTheWayBreaksTheChecksumOfThePseudoHeader() {
    Packet rewritten =
        new Packet(
            address("192.168.1.60"),
            Vectors.V8.destination,
            255,
            ByteBuffer.wrap(Vectors.V8.bytes()));
    assertEquals(Reason.CHECKSUM, rejected(THREE, rewritten).reason());
  }

  @Test
  void overIpv6TheMessageAloneIsNoChecksum() {
    byte[] bytes = Vectors.V13.bytes();
    int zeroed = Wire.sum(ByteBuffer.wrap(bytes), 0, bytes.length) - 0x709f;
    int plain = ~Wire.fold(zeroed) & 0xFFFF;
    bytes[6] = (byte) (plain >> 8);
    bytes[7] = (byte) plain;
    assertEquals(
        new Rejected(Reason.CHECKSUM, plain, 0x709f),
        AdvertReader.read(Vectors.V13.dialect, Vectors.V13.with(bytes)));
  }

  @Test
  void anotherWayOfAuthenticationIsDropped() {
    assertEquals(
        new Rejected(Reason.AUTH_TYPE, 1, 0),
        AdvertReader.read(Vectors.V5.dialect, Vectors.V1.packet()));
    assertEquals(new Rejected(Reason.AUTH_TYPE, 0, 1), AdvertReader.read(TWO, Vectors.V5.packet()));
    // Type 2 is the header of IPsec, which is long gone.
    assertEquals(
        new Rejected(Reason.AUTH_TYPE, 2, 1),
        AdvertReader.read(TWO, Vectors.V1.with(hex("2133640102017acdc0a801087365637265740000"))));
  }

  @Test
  void anotherPasswordIsDropped() {
    assertEquals(
        new Rejected(Reason.AUTH_FAILED, 0, 0), AdvertReader.read(TWO, Vectors.V7.packet()));
  }

  @Test
  void withoutAuthenticationTheEightBytesAreIgnored() {
    accepted(
        Vectors.V5.dialect, Vectors.V5.with(hex("213364010001b808c0a80108 00000000 00000111")));
  }

  @Test
  void anIntervalOfNothingIsDropped() {
    assertEquals(
        new Rejected(Reason.INTERVAL_ZERO, 0, 1),
        AdvertReader.read(THREE, Vectors.V9.with(hex("313364010000a91ac0a80108"))));
    // The reserved bits do not make it more than nothing.
    assertEquals(
        new Rejected(Reason.INTERVAL_ZERO, 0, 1),
        AdvertReader.read(THREE, Vectors.V9.with(hex("31336401f000b919c0a80108"))));
    assertEquals(
        new Rejected(Reason.INTERVAL_ZERO, 0, 1),
        AdvertReader.read(TWO, Vectors.V1.with(hex("2133640101007bcec0a801087365637265740000"))));
  }

  @Test
  void version2DropsAnotherInterval() {
    assertEquals(
        new Rejected(Reason.INTERVAL, 200, 100),
        AdvertReader.read(TWO, Vectors.V1.with(hex("2133640101027bccc0a801087365637265740000"))));
  }

  @Test
  void version3FindsAnotherIntervalOddAndTellsIt() {
    Accepted accepted = accepted(THREE, Vectors.V11.packet());
    assertEquals(10, accepted.advert().intervalCentis());
    assertEquals(List.of(Oddity.INTERVAL), accepted.oddities());
    assertEquals(
        "interval 10 cs, configured here is 100 cs (RFC 9568 §7.1)",
        Oddity.INTERVAL.text(THREE, accepted.advert()));
  }

  @Test
  void theLongestIntervalIsRead() {
    Dialect own = multicast(3, 51, 4095, null, ChecksumForm.PSEUDO_HEADER, "192.168.1.8");
    Accepted accepted = accepted(own, Vectors.V9.with(hex("313364010fff991bc0a80108")));
    assertEquals(4095, accepted.advert().intervalCentis());
    assertEquals(List.of(), accepted.oddities());
  }

  @Test
  void theReservedBitsAreIgnored() {
    Accepted accepted = accepted(THREE, Vectors.V9.with(hex("31336401f064b8b5c0a80108")));
    assertEquals(100, accepted.advert().intervalCentis());
    assertEquals(List.of(), accepted.oddities());
  }

  @Test
  void otherAddressesAreOddButNeverDropped() {
    Accepted accepted = accepted(TWO, Vectors.V6.packet());
    assertEquals(addresses("192.168.1.8", "192.168.1.9"), accepted.advert().addresses());
    assertEquals(List.of(Oddity.ADDRESS_LIST), accepted.oddities());
    assertEquals(
        "addresses [192.168.1.8, 192.168.1.9], configured here are [192.168.1.8]:"
            + " keepalived before 2.3.3 drops such adverts",
        Oddity.ADDRESS_LIST.text(TWO, accepted.advert()));
  }

  @Test
  void fewerAddressesAreOdd() {
    Dialect own =
        multicast(3, 51, 100, null, ChecksumForm.PSEUDO_HEADER, "192.168.1.8", "192.168.1.9");
    Accepted accepted = accepted(own, Vectors.V8.packet());
    assertEquals(addresses("192.168.1.8"), accepted.advert().addresses());
    assertEquals(List.of(Oddity.ADDRESS_LIST), accepted.oddities());
  }

  @Test
  void anotherOrderOfAddressesIsOdd() {
    Dialect own =
        multicast(
            2,
            51,
            100,
            Password.of("secret"),
            ChecksumForm.PSEUDO_HEADER,
            "192.168.1.9",
            "192.168.1.8");
    assertEquals(List.of(Oddity.ADDRESS_LIST), accepted(own, Vectors.V6.packet()).oddities());
  }

  @Test
  void anIpv6AdvertWithoutALinkLocalAddressIsOdd() {
    Dialect own = Vectors.six(2, 1, "2001:db8::2", "2001:db8::3");
    byte[] scapy =
        hex(
            "3102fe020001481b"
                + "20010db8000000000000000000000002"
                + "20010db8000000000000000000000003");
    Packet packet =
        new Packet(address("2001:db8::1"), address("ff02::12"), 255, ByteBuffer.wrap(scapy));
    Accepted accepted = accepted(own, packet);
    assertEquals(List.of(Oddity.FIRST_NOT_LINK_LOCAL), accepted.oddities());
    assertEquals(
        "first address 2001:db8:0:0:0:0:0:2, must be link-local (RFC 9568 §5.2.9)",
        Oddity.FIRST_NOT_LINK_LOCAL.text(own, accepted.advert()));
    ByteBuffer out = ByteBuffer.allocate(40);
    AdvertWriter.write(own, 254, packet.source(), packet.destination(), out);
    assertEquals(HexFormat.of().formatHex(scapy), HexFormat.of().formatHex(out.array()));
  }

  @Test
  void anIpv6AddressThatMapsIpv4StaysIpv6() {
    Dialect own = Vectors.six(51, 100, "fe80::8");
    byte[] mapped = hex("3133640100640000 00000000000000000000ffffc0a80108");
    Packet packet =
        new Packet(address("fe80::6"), address("ff02::12"), 255, ByteBuffer.wrap(mapped));
    int expected = rejected(own, packet).expected();
    mapped[6] = (byte) (expected >> 8);
    mapped[7] = (byte) expected;
    Advert advert = accepted(own, packet).advert();
    assertEquals(16, advert.addresses().getFirst().getAddress().length);
  }

  @Test
  void anAdvertWithOurOwnAddressesSharesTheirList() {
    assertSame(THREE.addresses(), accepted(THREE, Vectors.V8.packet()).advert().addresses());
  }

  @Test
  void carpIsForeign() {
    // ucarp: vhid 51, advskew 100, authlen 7, advbase 1, counter, digest
    byte[] carp = hex("2133640700010000" + "0011223344556677" + "ab".repeat(20));
    for (Dialect own : List.of(TWO, THREE)) {
      assertEquals(
          new Rejected(Reason.FOREIGN, 51, 51), AdvertReader.read(own, Vectors.V1.with(carp)));
    }
    assertEquals(OptionalInt.of(51), AdvertReader.vrid(ByteBuffer.wrap(carp)));
  }

  @Test
  void fiveAddressesOfVersion2AreNoCarp() {
    Dialect own =
        multicast(
            2,
            51,
            100,
            null,
            ChecksumForm.PSEUDO_HEADER,
            "10.0.0.1",
            "10.0.0.2",
            "10.0.0.3",
            "10.0.0.4",
            "10.0.0.5");
    ByteBuffer out = ByteBuffer.allocate(36);
    AdvertWriter.write(own, 100, Vectors.V1.source, Vectors.V1.destination, out);
    accepted(own, Vectors.V1.with(out.array()));
  }

  @Test
  void tooFewBytesAreForNobody() {
    assertEquals(OptionalInt.empty(), AdvertReader.vrid(ByteBuffer.wrap(new byte[0])));
    assertEquals(OptionalInt.empty(), AdvertReader.vrid(ByteBuffer.wrap(new byte[1])));
    assertEquals(OptionalInt.of(7), AdvertReader.vrid(ByteBuffer.wrap(new byte[] {0, 7})));
  }

  private static Accepted accepted(Dialect own, Packet packet) {
    Received received = AdvertReader.read(own, packet);
    return assertInstanceOf(Accepted.class, received, received::toString);
  }

  private static Rejected rejected(Dialect own, Packet packet) {
    return assertInstanceOf(Rejected.class, AdvertReader.read(own, packet));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
