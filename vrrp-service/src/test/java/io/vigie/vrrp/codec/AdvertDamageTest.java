package io.vigie.vrrp.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vigie.vrrp.codec.Received.Accepted;
import io.vigie.vrrp.codec.Received.Rejected;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Adverts cut short, made longer, or with a bit turned over. */
class AdvertDamageTest {

  @ParameterizedTest
  @EnumSource
  void anAdvertCutAnywhereIsDroppedForItsLength(Vectors vector) {
    byte[] whole = vector.bytes();
    for (int length = 0; length < whole.length; length++) {
      assertEquals(
          new Rejected(Reason.LENGTH, length, whole.length),
          AdvertReader.read(vector.dialect, vector.with(Arrays.copyOf(whole, length))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAdvertWithMoreBehindItIsDroppedForItsLength(Vectors vector) {
    byte[] whole = vector.bytes();
    for (int more = 1; more <= 64; more++) {
      int length = whole.length + more;
      assertEquals(
          new Rejected(Reason.LENGTH, length, whole.length),
          AdvertReader.read(vector.dialect, vector.with(Arrays.copyOf(whole, length))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneTurnedBitIsEnoughToBeDropped(Vectors vector) {
    byte[] whole = vector.bytes();
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (0x80 >> bit % 8);
      Received received = AdvertReader.read(vector.dialect, vector.with(damaged));
      Rejected rejected = assertInstanceOf(Rejected.class, received, "bit " + bit);
      assertEquals(reason(bit, damaged[3]), rejected.reason(), "bit " + bit);
    }
  }

  private static Reason reason(int bit, int count) {
    return switch (bit / 8) {
      case 0 -> bit < 4 ? Reason.VERSION : Reason.TYPE;
      case 1 -> Reason.VRID;
      case 3 -> count == 0 ? Reason.COUNT : Reason.LENGTH;
      default -> Reason.CHECKSUM;
    };
  }

  /** The sum cannot tell the order of 16-bit words: the list can. */
  @Test
  void swappedAddressesHaveTheSameChecksum() {
    byte[] swapped = Vectors.V6.bytes();
    swapped[11] = 9;
    swapped[15] = 8;
    Received received = AdvertReader.read(Vectors.V6.dialect, Vectors.V6.with(swapped));
    Accepted accepted = assertInstanceOf(Accepted.class, received);
    assertEquals(List.of(Oddity.ADDRESS_LIST), accepted.oddities());
  }
}
