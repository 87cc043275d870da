package io.vigie.lab.chaos.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharesTest {

  private static final Shares SOME = Shares.of(List.of(1.0, 0.5, 0.5, 0.999, -1.0, 0.0));

  @Test
  void whatWasLostHangsFromTheTop() {
    assertEquals("M1 0H3V50H1ZM3 0H4V4H3ZM5 0H6V100H5Z", SOME.lost());
    assertEquals("", Shares.of(List.of(1.0, -1.0)).lost());
  }

  @Test
  void aSecondWithoutRequestsIsNeitherLostNorAnswered() {
    assertEquals("M0 0H4V100H0ZM5 0H6V100H5Z", SOME.due());
  }

  @Test
  void aScriptReadsThemInThousandths() {
    assertEquals("1000 500*2 999 -1 0", SOME.packed());
  }

  @Test
  void theyAreSaidInASentence() {
    assertEquals(
        "In 4 of 5 seconds some requests were lost; at worst 0.0 % were answered in time, at 0:05.",
        SOME.said());
    assertEquals(
        "All requests of all 2 seconds were answered in time.",
        Shares.of(List.of(1.0, -1.0, 1.0)).said());
    assertEquals("No request was due.", Shares.of(List.of(-1.0)).said());
    assertEquals("No request was due.", Shares.of(List.of()).said());
  }

  @Test
  void aLongRunIsDrawnByItsWorstSeconds() {
    List<Double> day = new ArrayList<>(Collections.nCopies(86_400, 1.0));
    day.set(70_000, 0.25);
    Shares shares = Shares.of(day);
    assertEquals(48, shares.binSeconds());
    assertEquals(1_800, shares.worst().size());
    assertEquals("M69984 0H70032V75H69984Z", shares.lost());
    assertTrue(shares.said().startsWith("In 1 of 1800 spans of 48 s some"), shares.said());
  }
}
