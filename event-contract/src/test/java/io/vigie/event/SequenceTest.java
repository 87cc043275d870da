package io.vigie.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceTest {

  @Test
  void isWrittenWithLeadingZeros() {
    assertEquals("0000000012.000000000345", new Sequence(12, 345).toString());
    assertEquals("0000000000.000000000000", Sequence.NONE.toString());
    assertEquals(
        "9999999999.999999999999", new Sequence(9_999_999_999L, 999_999_999_999L).toString());
  }

  @Test
  void isWrittenInDigitsOfTheWireWhateverTheLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertEquals("0000000012.000000000345", new Sequence(12, 345).toString());
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0000000000.000000000000, 0, 0",
    "0000000012.000000000345, 12, 345",
    "9999999999.999999999999, 9999999999, 999999999999"
  })
  void isReadBack(String text, long epoch, long n) {
    assertEquals(new Sequence(epoch, n), Sequence.parse(text));
    assertEquals(text, Sequence.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "12.345",
        "0000000012.00000000034",
        "0000000012.0000000003450",
        "0000000012,000000000345",
        " 0000000012.000000000345",
        "0000000012.000000000345\n",
        "-000000012.000000000345",
        "٠٠٠٠٠٠٠٠١٢.٠٠٠٠٠٠٠٠٠٣٤٥",
        "000000001a.000000000345"
      })
  void isNotReadFrom(String text) {
    assertThrows(IllegalArgumentException.class, () -> Sequence.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "0, -1", "10000000000, 0", "0, 1000000000000"})
  void hasBounds(long epoch, long n) {
    assertThrows(IllegalArgumentException.class, () -> new Sequence(epoch, n));
  }

  @Test
  void textOrderIsSequenceOrder() {
    List<Sequence> rising =
        List.of(
            Sequence.NONE,
            new Sequence(0, 1),
            new Sequence(0, 999_999_999_999L),
            new Sequence(1, 0),
            new Sequence(9, 10),
            new Sequence(10, 9),
            new Sequence(9_999_999_999L, 0));
    for (int i = 1; i < rising.size(); i++) {
      Sequence before = rising.get(i - 1);
      Sequence after = rising.get(i);
      assertTrue(before.compareTo(after) < 0, before + " < " + after);
      assertTrue(before.toString().compareTo(after.toString()) < 0, before + " < " + after);
    }
  }

  @Test
  void nextIsTheNextOfTheSameLife() {
    assertEquals(new Sequence(3, 8), new Sequence(3, 7).next());
  }
}
