package io.vigie.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BriefTest {

  @Test
  void leavesShortLinesAlone() {
    assertEquals("", Brief.of(""));
    assertEquals("refused – é 😀", Brief.of("refused – é 😀"));
    assertEquals("x".repeat(300), Brief.of("x".repeat(300)));
  }

  @Test
  void makesOneLineOfMany() {
    assertEquals("a  b c d", Brief.of("a\r\nb\u0000c\u0085d"));
  }

  @Test
  void cutsWhatIsTooLongBetweenCharacters() {
    assertEquals("x".repeat(299) + "…", Brief.of("x".repeat(301)));
    assertEquals("😀".repeat(299) + "…", Brief.of("😀".repeat(301)));
  }

  @Test
  void replacesHalfCharactersThatUtf8CannotHold() {
    assertEquals("a b", Brief.of("a\uD83Db"));
    assertEquals("a ", Brief.of("a\uDE00"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "\uD83D\uD83D\uDE00"})
  void givesAgainWhatItGave(String text) {
    assertEquals(Brief.of(text), Brief.of(Brief.of(text)));
    String much = text.repeat(400);
    assertEquals(Brief.of(much), Brief.of(Brief.of(much)));
  }
}
