package io.vigie.vrrp.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.vrrp.codec.Received.Rejected;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a dropped packet is reported as. */
class ReasonTest {

  private static final String TEXTS =
      """
      ADDRESS_FAMILY   | 6     | 4     | IPv6 packet, must be IPv4 (RFC 9568 §5.2.9)
      WRONG_CAST       | 1     | 0     | sent by multicast, must come by unicast from a peer
      WRONG_CAST       | 0     | 1     | sent by unicast, must come by multicast
      UNKNOWN_PEER     | 0     | 2     | source is none of the 2 configured peers
      TTL              | 64    | 255   | TTL 64, must be 255 (RFC 9568 §7.1)
      LENGTH           | 19    | 20    | 19 bytes, must be 20 (RFC 9568 §7.1)
      FOREIGN          | 51    | 51    | CARP advert of VHID 51, must be VRRP: give one another ID
      VERSION          | 2     | 3     | version 2, must be 3 (RFC 9568 §7.1)
      TYPE             | 2     | 1     | type 2, must be 1 (RFC 9568 §5.2.2)
      VRID             | 10    | 51    | VRID 10, must be 51 (RFC 9568 §7.1)
      COUNT            | 0     | 1     | no addresses, must have at least 1 (RFC 9568 §5.2.5)
      HMAC_UNEXPECTED  | 0     | 0     | carries an HMAC trailer, no key is configured here
      CHECKSUM         | 1     | 1657  | checksum 0x0001, must be 0x0679 (RFC 9568 §5.2.8)
      HMAC_MISSING     | 0     | 0     | carries no HMAC trailer, one is demanded here
      HMAC_MALFORMED   | 2     | 1     | HMAC trailer of type 2, must be 1 with zeros reserved
      HMAC_STALE       | 9     | 5     | signed 9 s ago by the clock here, must be within 5 s
      HMAC_UNKNOWN_KEY | 2     | 1     | signed with key 2, must be 1
      HMAC_WRONG       | 0     | 1     | signature does not fit, must be made with key 1
      HMAC_REPLAYED    | 0     | 0     | signed advert was seen before, must be a new one
      AUTH_TYPE        | 0     | 1     | authentication type 0, must be 1 (RFC 3768 §7.1)
      AUTH_FAILED      | 0     | 0     | password differs, must be the one here (RFC 2338 §5.3.10)
      INTERVAL_ZERO    | 0     | 1     | interval 0, must be at least 1 (RFC 9568 §7.1)
      INTERVAL         | 200   | 100   | interval 200 cs, must be 100 cs (RFC 3768 §7.1)
      """;

  @ParameterizedTest
  @CsvSource(textBlock = TEXTS, delimiter = '|')
  void aReasonSaysWhatWasFoundAndWhatWasExpected(
      Reason reason, int value, int expected, String text) {
    assertEquals(text, new Rejected(reason, value, expected).detail());
  }

  @Test
  void everyReasonHasItsRow() {
    Set<String> rows = new TreeSet<>();
    TEXTS.lines().forEach(line -> rows.add(line.substring(0, line.indexOf(' '))));
    Set<String> reasons = new TreeSet<>();
    for (Reason reason : Reason.values()) {
      reasons.add(reason.name());
    }
    assertEquals(reasons, rows);
  }
}
