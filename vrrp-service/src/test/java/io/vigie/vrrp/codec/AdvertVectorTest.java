package io.vigie.vrrp.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigie.vrrp.codec.Received.Accepted;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Known adverts, both ways. */
class AdvertVectorTest {

  @ParameterizedTest
  @EnumSource
  void aKnownAdvertIsWrittenByteForByte(Vectors vector) {
    ByteBuffer out = ByteBuffer.allocate(AdvertWriter.length(vector.dialect));
    AdvertWriter.write(vector.dialect, vector.priority, vector.source, vector.destination, out);
    assertEquals(HexFormat.of().formatHex(vector.bytes()), HexFormat.of().formatHex(out.array()));
    assertEquals(0, out.remaining());
  }

  @ParameterizedTest
  @EnumSource
  void aKnownAdvertIsReadAsWhatItSays(Vectors vector) {
    Dialect own = vector.dialect;
    Advert advert =
        new Advert(
            own.version(), own.vrid(), vector.priority, own.intervalCentis(), own.addresses());
    assertEquals(
        new Accepted(advert, vector.source, vector.form(), List.of()),
        AdvertReader.read(own, vector.packet()));
    assertEquals(OptionalInt.of(own.vrid()), AdvertReader.vrid(vector.packet().message()));
  }

  @ParameterizedTest
  @EnumSource
  void neitherBufferKindNorPositionNorByteOrderMatters(Vectors vector) {
    int length = AdvertWriter.length(vector.dialect);
    ByteBuffer buffer = ByteBuffer.allocateDirect(length + 7).order(ByteOrder.LITTLE_ENDIAN);
    buffer.position(3);
    AdvertWriter.write(vector.dialect, vector.priority, vector.source, vector.destination, buffer);
    assertEquals(3 + length, buffer.position());
    buffer.position(3).limit(3 + length);
    byte[] written = new byte[length];
    buffer.get(3, written);
    assertArrayEquals(vector.bytes(), written);

    Packet packet = new Packet(vector.source, vector.destination, 255, buffer);
    assertEquals(
        AdvertReader.read(vector.dialect, vector.packet()),
        AdvertReader.read(vector.dialect, packet));
    assertEquals(3, buffer.position());
    assertEquals(3 + length, buffer.limit());
    assertEquals(ByteOrder.LITTLE_ENDIAN, buffer.order());
    assertEquals(OptionalInt.of(vector.dialect.vrid()), AdvertReader.vrid(buffer));
  }

  @Test
  void anIpv4HeaderAsKeepalivedBuildsItIsTakenOff() {
    byte[] datagram =
        HexFormat.of()
            .parseHex(
                "45c0002800010000ff7018e4c0a80106e0000012"
                    + "2133640101017bcdc0a801087365637265740000");
    Packet packet = Ipv4.packet(ByteBuffer.wrap(datagram));
    assertNotNull(packet);
    assertEquals(Vectors.V1.packet(), packet);
  }

  @Test
  void aCapturedFrameIsRead() {
    ByteBuffer frame =
        ByteBuffer.wrap(
            HexFormat.of()
                .parseHex(
                    "01005e00001200005e00012a080045000030123400" // Ethernet
                        + "00ff70bebc0a00005be0000012"
                        + "212abf03010af11f0a042a010a042a020a042a036162636465666768"));
    Packet packet = Ipv4.packet(frame.position(14));
    assertNotNull(packet);
    assertEquals(Vectors.R1.packet(), packet);
    assertEquals(
        AdvertReader.read(Vectors.R1.dialect, Vectors.R1.packet()),
        AdvertReader.read(Vectors.R1.dialect, packet));
  }

  @Test
  void aBufferTooSmallIsRefused() {
    Vectors v = Vectors.V1;
    ByteBuffer small = ByteBuffer.allocate(19);
    assertThrows(
        BufferOverflowException.class,
        () -> AdvertWriter.write(v.dialect, v.priority, v.source, v.destination, small));
  }

  @Test
  void aPriorityOutOfRangeIsRefused() {
    Vectors v = Vectors.V1;
    ByteBuffer out = ByteBuffer.allocate(20);
    for (int priority : new int[] {-1, 256}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> AdvertWriter.write(v.dialect, priority, v.source, v.destination, out));
    }
  }
}
