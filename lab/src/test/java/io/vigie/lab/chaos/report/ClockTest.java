package io.vigie.lab.chaos.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockTest {

  @ParameterizedTest
  @CsvSource({
    "1, 2, 0:01",
    "8, 9, 0:08",
    "9, 5, 0:08",
    "90, 7, 1:30",
    "900, 8, 14:00",
    "3600, 7, 60:00",
    "86400, 7, 1440:00",
    "100000000, 5, 1474560:00"
  })
  void anAxisHasAFewRoundMoments(long seconds, int count, String last) {
    List<Long> ticks = Clock.ticks(seconds);
    assertEquals(count, ticks.size(), ticks::toString);
    assertEquals(0, ticks.getFirst());
    assertEquals(last, Clock.at(ticks.getLast()));
  }
}
