package io.vigie.vrrp.codec;

import static io.vigie.vrrp.codec.Vectors.addresses;
import static io.vigie.vrrp.codec.Vectors.multicast;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be said on the wire is refused before it is tried. */
class DialectTest {

  private static final ChecksumForm FORM = ChecksumForm.PSEUDO_HEADER;

  @ParameterizedTest
  @CsvSource({
    "1, 51, 100",
    "4, 51, 100", // version
    "3, 0, 100",
    "3, 256, 100", // VRID
    "3, 51, 0",
    "3, 51, 4096", // interval of version 3
    "2, 51, 0",
    "2, 51, 10",
    "2, 51, 150",
    "2, 51, 25600" // whole seconds in one byte
  })
  void aNumberTheFormatCannotSayIsRefused(int version, int vrid, int intervalCentis) {
    assertThrows(
        IllegalArgumentException.class,
        () -> multicast(version, vrid, intervalCentis, null, FORM, "192.168.1.8"));
  }

  @ParameterizedTest
  @CsvSource({"3, 1, 1", "3, 255, 4095", "2, 1, 100", "2, 255, 25500"})
  void theLimitsAreAllowed(int version, int vrid, int intervalCentis) {
    Dialect own = multicast(version, vrid, intervalCentis, null, FORM, "192.168.1.8");
    assertEquals(intervalCentis, own.intervalCentis());
  }

  @Test
  void addressesAreNeededAndCountedInOneByte() {
    assertThrows(IllegalArgumentException.class, () -> multicast(3, 51, 100, null, FORM));
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      many.add("10.0.0." + i);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> multicast(3, 51, 100, null, FORM, many.toArray(new String[0])));
    Dialect own = multicast(3, 51, 100, null, FORM, many.subList(0, 255).toArray(new String[0]));
    assertEquals(8 + 4 * 255, AdvertWriter.length(own));
  }

  @Test
  void addressesAreOfTheFamilyOfThePackets() {
    assertThrows(
        IllegalArgumentException.class, () -> multicast(3, 51, 100, null, FORM, "fe80::8"));
    assertThrows(
        IllegalArgumentException.class, () -> Vectors.six(51, 100, "fe80::8", "192.168.1.8"));
  }

  @Test
  void version2HasNoIpv6AndVersion3NoPassword() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Dialect(2, 51, true, 100, addresses("fe80::8"), null, FORM, true, Set.of(), null));
    assertThrows(
        IllegalArgumentException.class,
        () -> multicast(3, 51, 100, Password.of("secret"), FORM, "192.168.1.8"));
  }

  @Test
  void unicastNeedsPeers() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Dialect(
                3, 51, false, 100, addresses("192.168.1.8"), null, FORM, false, Set.of(), null));
  }

  @Test
  void itsListsAreItsOwn() {
    List<InetAddress> list = new ArrayList<>(addresses("192.168.1.8"));
    Set<InetAddress> set = new HashSet<>(addresses("192.168.1.6"));
    Dialect own = new Dialect(3, 51, false, 100, list, null, FORM, false, set, null);
    list.clear();
    set.clear();
    assertEquals(addresses("192.168.1.8"), own.addresses());
    assertEquals(Set.copyOf(addresses("192.168.1.6")), own.peers());
  }

  @Test
  void aPasswordIsCutTo8BytesAndHidden() {
    assertEquals(new Password(0x7365_6372_6574_0000L), Password.of("secret"));
    assertEquals(Password.of("secretpa"), Password.of("secretpassword"));
    assertEquals(new Password(0), Password.of(""));
    assertEquals("[hidden]", Password.of("secret").toString());
  }

  @Test
  void noSecretIsPrinted() {
    assertEquals(
        "Dialect[version=2, vrid=51, interval=100cs, addresses=[192.168.1.8], auth=pass,"
            + " multicast=true]",
        Vectors.V1.dialect.toString());
  }
}
