package io.vigie.vrrp.codec;

import static io.vigie.vrrp.codec.Vectors.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The IP header in front of an advert. */
class Ipv4Test {

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 15})
  void aHeaderWithOptionsIsTakenOff(int words) {
    Packet packet = Ipv4.packet(ByteBuffer.wrap(datagram(words)));
    assertNotNull(packet);
    assertEquals(address("192.168.1.6"), packet.source());
    assertEquals(address("224.0.0.18"), packet.destination());
    assertEquals(255, packet.ttl());
    assertInstanceOf(Received.Accepted.class, AdvertReader.read(Vectors.V8.dialect, packet));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void aHeaderOfLessThanTwentyBytesIsNone(int words) {
    byte[] datagram = datagram(5);
    datagram[0] = (byte) (0x40 | words);
    assertNull(Ipv4.packet(ByteBuffer.wrap(datagram)));
  }

  @Test
  void aHeaderLongerThanTheDatagramIsNone() {
    byte[] datagram = datagram(5);
    datagram[0] = 0x4F;
    assertNull(Ipv4.packet(ByteBuffer.wrap(datagram)));
  }

  @Test
  void whatIsNotWholeIsNone() {
    byte[] whole = datagram(6);
    for (int length = 0; length < whole.length; length++) {
      assertNull(Ipv4.packet(ByteBuffer.wrap(Arrays.copyOf(whole, length))));
    }
  }

  @Test
  void paddingIsCutOff() {
    byte[] padded = Arrays.copyOf(datagram(5), 60);
    Packet packet = Ipv4.packet(ByteBuffer.wrap(padded));
    assertNotNull(packet);
    assertEquals(12, packet.message().remaining());
  }

  @Test
  void anotherVersionOrProtocolIsNone() {
    byte[] six = datagram(5);
    six[0] = 0x65;
    assertNull(Ipv4.packet(ByteBuffer.wrap(six)));
    byte[] tcp = datagram(5);
    tcp[9] = 6;
    assertNull(Ipv4.packet(ByteBuffer.wrap(tcp)));
  }

  @Test
  void theDatagramStaysAsItIs() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(40).put(4, datagram(5)).position(4).limit(36);
    assertNotNull(Ipv4.packet(buffer));
    assertEquals(4, buffer.position());
    assertEquals(36, buffer.limit());
  }

  /** V8 behind a header of so many 32-bit words. */
  private static byte[] datagram(int words) {
    byte[] message = Vectors.V8.bytes();
    ByteBuffer out = ByteBuffer.allocate(4 * words + message.length);
    out.put((byte) (0x40 | words)).put((byte) 0xC0).putShort((short) out.capacity());
    out.putInt(0x0001_0000).put((byte) 255).put((byte) 112).putShort((short) 0);
    out.put(Vectors.V8.source.getAddress()).put(Vectors.V8.destination.getAddress());
    out.position(4 * words).put(message);
    return out.array();
  }
}
