package io.vigie.lab.chaos.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.lab.chaos.verdict.Told.Broken;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanesTest {

  @Test
  void faultsThatOverlapStandInDifferentLanes() {
    Broken first = new Broken("a", 0, 50);
    Broken second = new Broken("b", 10, 20);
    Broken third = new Broken("c", 60, 70);
    assertEquals(
        List.of(
            new Lanes.Place(1, first, 0, 60),
            new Lanes.Place(2, second, 1, 100),
            new Lanes.Place(3, third, 0, 100)),
        Lanes.of(List.of(first, second, third), 100));
  }

  @Test
  void aShortFaultLeavesRoomForItsName() {
    List<Broken> faults = List.of(new Broken("a", 0, 1), new Broken("b", 5, 6));
    assertEquals(List.of(0, 1), Lanes.of(faults, 100).stream().map(Lanes.Place::lane).toList());
    assertEquals(List.of(0, 0), Lanes.of(faults, 50).stream().map(Lanes.Place::lane).toList());
  }
}
