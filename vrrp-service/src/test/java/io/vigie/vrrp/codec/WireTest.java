package io.vigie.vrrp.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The Internet checksum. */
class WireTest {

  @Test
  void theExampleOfRfc1071IsSummed() {
    byte[] bytes = HexFormat.of().parseHex("0001f203f4f5f6f7");
    assertEquals(0x2ddf0, Wire.sum(ByteBuffer.wrap(bytes), 0, 8));
    assertEquals(0xddf2, Wire.fold(0x2ddf0));
  }

  @Test
  void aCarryOfACarryIsAddedToo() {
    assertEquals(1, Wire.fold(0x1ffff));
    assertEquals(0xffff, Wire.fold(0x1fffe));
    assertEquals(0, Wire.fold(0));
  }
}
