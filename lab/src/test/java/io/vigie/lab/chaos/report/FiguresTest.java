package io.vigie.lab.chaos.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

  @ParameterizedTest
  @CsvSource({"1, 100.000", "0.9999999, 99.999", "0.99733, 99.733", "0.988, 98.800", "0, 0.000"})
  void aShareIsNeverRoundedUp(double share, String said) {
    assertEquals(said, Figures.percent(share));
  }
}
