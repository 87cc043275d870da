package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.168.1.128/25, 192.168.1.200, true",
    "192.168.1.128/25, 192.168.1.127, false",
    "192.168.1.6, 192.168.1.6, true",
    "192.168.1.6, 192.168.1.7, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "::/0, ::1, true",
    "::/0, 10.0.0.1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::1, ::1, true",
    "10.0.0.0/8, ::ffff:10.1.2.3, true",
    "::ffff:10.0.0.0/104, 10.1.2.3, true",
    "::ffff:10.0.0.0/104, 11.1.2.3, false",
    "::ffff:10.0.0.1, 10.0.0.1, true",
  })
  void containsWhatSharesItsPrefix(String block, String address, boolean contained)
      throws Exception {
    Cidr cidr = Cidr.parse(block);
    assertNotNull(cidr);
    assertEquals(contained, cidr.contains(InetAddress.getByName(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "10.0.0/8",
        "10.0.0.0.0",
        "10.0.0.256",
        "10.0.0.0001",
        "example.org",
        "::/129",
        ":::",
        "1:2",
        "fe80::1%eth0",
        "::ffff:10.0.0.0/95",
        "g::1",
        "10.0.0.1 "
      })
  void refusesWhatIsNone(String text) {
    assertNull(Cidr.parse(text));
  }

  @Test
  void isTotal() {
    Random random = new Random(7);
    String alphabet = "0123456789abcf:./% x\u0660";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(20);
      for (int j = 0; j < length; j++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Cidr cidr = Cidr.parse(text.toString());
      if (cidr != null) {
        assertEquals(cidr.toString(), String.valueOf(Cidr.parse(cidr.toString())));
      }
    }
  }

  @Test
  void aListNamesItsFirstBadEntry() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Cidr.parseAll(List.of("10.0.0.0/8", "nonsense", "worse")));
    assertEquals(
        "'nonsense': expected an IP address or a block such as 10.0.0.0/8", e.getMessage());
  }
}
