package io.vigie.lb.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Messages as a little-endian kernel reads and writes them. */
@EnabledIf("littleEndian")
class ConntrackTest {

  /** A connection: mark 0x56000001, ESTABLISHED, with an attribute before and one between. */
  private static final String CONNECTION =
      "3c000000 0001 0200 01000000 00000000" // length 60, IPCTNL_MSG_CT_NEW, multi
          + "02000000" // AF_INET
          + "0800 0300 0000018e" // status
          + "1000 0480 0c00 0180 0500 0100 03000000" // protoinfo: tcp: state 3
          + "0800 0800 56000001" // mark
          + "0800 0b00 00000001"; // use count

  private static final String DONE = "14000000 0300 0200 01000000 00000000 00000000";

  static boolean littleEndian() {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")))
        .order(ByteOrder.nativeOrder());
  }

  @Test
  void aRequestByMark() {
    ByteBuffer message = Conntrack.request(1 << 8 | 2, 5, 0x56000001, -1);
    byte[] sent = new byte[message.remaining()];
    message.get(sent);
    assertEquals(
        "2400000002010500" + "010000000000000000000000" + "0800080056000001" + "08001500ffffffff",
        HexFormat.of().formatHex(sent));
  }

  @Test
  void connectionsAreCountedByTheirMark() throws IOException {
    Map<Integer, Integer> open = new HashMap<>();
    assertFalse(Conntrack.read(bytes(CONNECTION + CONNECTION), open));
    assertTrue(Conntrack.read(bytes(CONNECTION + DONE), open));
    assertEquals(Map.of(0x56000001, 3), open);
  }

  @Test
  void whatIsOverOrNotBegunIsNotOpen() throws IOException {
    Map<Integer, Integer> open = new HashMap<>();
    for (String state : new String[] {"01", "02", "07", "08"}) {
      Conntrack.read(bytes(CONNECTION.replace("03000000", state + "000000")), open);
    }
    assertEquals(Map.of(), open);
  }

  @Test
  void aRefusalHasItsNumber() {
    String refused =
        "24000000 0200 0000 01000000 00000000 ffffffff 0000000000000000" + "0".repeat(16);
    IOException failure =
        assertThrows(IOException.class, () -> Conntrack.read(bytes(refused), new HashMap<>()));
    assertEquals("conntrack: errno 1", failure.getMessage());
    assertTrue(acknowledged());
  }

  private static boolean acknowledged() {
    String done = "24000000 0200 0000 01000000 00000000 00000000 0000000000000000" + "0".repeat(16);
    try {
      return Conntrack.read(bytes(done), new HashMap<>());
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void noBytesMakeItThrowAnythingElse() {
    Random random = new Random(7);
    byte[] good = HexFormat.of().parseHex((CONNECTION + CONNECTION + DONE).replace(" ", ""));
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = good.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(bad.length + 1);
      ByteBuffer datagram = ByteBuffer.wrap(bad, 0, length).order(ByteOrder.nativeOrder());
      try {
        Conntrack.read(datagram, new HashMap<>());
      } catch (IOException e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith("conntrack: errno "));
      }
    }
  }
}
