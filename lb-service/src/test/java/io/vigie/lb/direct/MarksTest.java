package io.vigie.lb.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class MarksTest {

  @Test
  void aMarkFollowsFromItsNamesForEver() {
    assertEquals("56", Integer.toHexString(new Marks().of("https", "k3s-1") >>> 24));
    assertEquals(new Marks().of("https", "k3s-1"), new Marks().of("https", "k3s-1"));
    assertNotEquals(new Marks().of("https", "k3s-1"), new Marks().of("https", "k3s-2"));
  }

  @Test
  void nobodyGetsWhatAnotherHas() {
    Marks marks = new Marks();
    int first = marks.of("https", "k3s-1");
    assertEquals(Integer.toHexString(first + 1), Integer.toHexString(marks.of("https", "k3s-1")));
  }
}
