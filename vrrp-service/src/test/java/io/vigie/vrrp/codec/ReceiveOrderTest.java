package io.vigie.vrrp.codec;

import static io.vigie.vrrp.codec.Vectors.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.vrrp.codec.Received.Rejected;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * A packet that breaks two neighbouring rules is dropped for the first of them, so that the report
 * names the cause. {@link HmacTest} has the pairs that need a key.
 */
class ReceiveOrderTest {

  private static final InetAddress GROUP = address("224.0.0.18");
  private static final InetAddress PEER = address("192.168.1.6");
  private static final InetAddress SELF = address("192.168.1.7");
  private static final Dialect TWO = Vectors.V1.dialect;
  private static final Dialect THREE = Vectors.V8.dialect;
  private static final Dialect UNICAST = Vectors.V10.dialect;

  @Test
  void theFamilyIsAskedBeforeTheCast() {
    Packet packet = packet(address("fe80::6"), address("fe80::7"), 255, "3133640100640679c0a80108");
    dropped(Reason.ADDRESS_FAMILY, Reason.WRONG_CAST, THREE, packet);
  }

  @Test
  void theCastIsAskedBeforeThePeer() {
    Packet packet = packet(address("192.168.1.9"), GROUP, 255, "3133640100640679c0a80108");
    dropped(Reason.WRONG_CAST, Reason.UNKNOWN_PEER, UNICAST, packet);
  }

  @Test
  void theCastIsAskedBeforeTheTtl() {
    dropped(
        Reason.WRONG_CAST, Reason.TTL, THREE, packet(PEER, SELF, 64, "3133640100640679c0a80108"));
  }

  @Test
  void thePeerIsAskedBeforeTheLength() {
    dropped(
        Reason.UNKNOWN_PEER,
        Reason.LENGTH,
        UNICAST,
        packet(address("192.168.1.9"), SELF, 255, "313364"));
  }

  @Test
  void theTtlIsAskedBeforeTheLength() {
    dropped(Reason.TTL, Reason.LENGTH, THREE, packet(PEER, GROUP, 254, "313364"));
  }

  @Test
  void aWholeHeaderIsAskedBeforeTheVersion() {
    dropped(Reason.LENGTH, Reason.VERSION, THREE, packet(PEER, GROUP, 255, "51336401006406"));
  }

  @Test
  void carpIsToldBeforeTheVersion() {
    String carp = "2133640700010000" + "00".repeat(28);
    dropped(Reason.FOREIGN, Reason.VERSION, THREE, packet(PEER, GROUP, 255, carp));
  }

  @Test
  void theVersionIsAskedBeforeTheType() {
    dropped(
        Reason.VERSION, Reason.TYPE, THREE, packet(PEER, GROUP, 255, "5233640100640679c0a80108"));
  }

  @Test
  void theTypeIsAskedBeforeTheVirtualRouter() {
    dropped(Reason.TYPE, Reason.VRID, THREE, packet(PEER, GROUP, 255, "3234640100640679c0a80108"));
  }

  @Test
  void theVirtualRouterIsAskedBeforeTheCount() {
    dropped(Reason.VRID, Reason.COUNT, THREE, packet(PEER, GROUP, 255, "3134640000640679c0a80108"));
  }

  @Test
  void theCountIsAskedBeforeTheLength() {
    // COUNT comes after LENGTH among the reasons, as a whole header is asked for even earlier.
    Packet packet = packet(PEER, GROUP, 255, "3133640000640679c0a80108");
    assertEquals(Reason.COUNT, rejected(THREE, packet).reason());
  }

  @Test
  void theLengthIsAskedBeforeTheChecksum() {
    dropped(
        Reason.LENGTH,
        Reason.CHECKSUM,
        THREE,
        packet(PEER, GROUP, 255, "3133640200640679c0a80108"));
  }

  @Test
  void aStrangeTrailerIsToldBeforeTheChecksum() {
    String bytes = "3133640100640000c0a80108" + "01" + "00".repeat(27);
    dropped(Reason.HMAC_UNEXPECTED, Reason.CHECKSUM, THREE, packet(PEER, GROUP, 255, bytes));
  }

  @Test
  void theChecksumIsAskedBeforeTheAuthenticationType() {
    dropped(
        Reason.CHECKSUM,
        Reason.AUTH_TYPE,
        TWO,
        packet(PEER, GROUP, 255, "2133640100010000c0a801087365637265740000"));
  }

  @Test
  void theAuthenticationTypeIsAskedBeforeThePassword() {
    dropped(Reason.AUTH_TYPE, Reason.AUTH_FAILED, TWO, Vectors.V5.packet());
  }

  @Test
  void thePasswordIsAskedBeforeTheInterval() {
    // V7's password, and an interval of 0 s
    dropped(
        Reason.AUTH_FAILED,
        Reason.INTERVAL_ZERO,
        TWO,
        packet(PEER, GROUP, 255, "2133640101000b6dc0a801087365637265747061"));
  }

  @Test
  void noIntervalAtAllIsToldBeforeAnotherInterval() {
    dropped(
        Reason.INTERVAL_ZERO,
        Reason.INTERVAL,
        TWO,
        packet(PEER, GROUP, 255, "2133640101007bcec0a801087365637265740000"));
  }

  private static void dropped(Reason first, Reason second, Dialect own, Packet packet) {
    assertTrue(first.compareTo(second) < 0, "the reasons are listed in order");
    assertEquals(first, rejected(own, packet).reason());
  }

  private static Rejected rejected(Dialect own, Packet packet) {
    return assertInstanceOf(Rejected.class, AdvertReader.read(own, packet));
  }

  private static Packet packet(InetAddress source, InetAddress destination, int ttl, String hex) {
    return new Packet(source, destination, ttl, ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }
}
