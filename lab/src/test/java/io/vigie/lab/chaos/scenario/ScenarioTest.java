package io.vigie.lab.chaos.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioTest {

  private static final String GOOD =
      """
      name: mine
      about: two things at once
      length: 10m
      faults:
        - { what: cut, of: p1, first: 60s, down: 5s-60s, up: 20s-180s }
        - { what: freeze, of: lb-2, first: 90s, down: 30s }
      """;

  static List<String> shipped() {
    return ScenarioFile.SHIPPED;
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void whatIsShippedCanBeRead(String name) throws IOException {
    Scenario scenario = ScenarioFile.read(name);
    assertEquals(name, scenario.name());
    assertTrue(!scenario.acts(1).isEmpty());
  }

  @Test
  void aSeedMakesTheSameScheduleAgain() throws IOException {
    Scenario scenario = ScenarioFile.parse("mine.yaml", GOOD);
    assertEquals(scenario.acts(7), scenario.acts(7));
    assertNotEquals(scenario.acts(7), scenario.acts(8));
  }

  @Test
  void faultsKeepToTheirBounds() throws IOException {
    Scenario scenario = ScenarioFile.parse("mine.yaml", GOOD);
    for (long seed = 0; seed < 1_000; seed++) {
      List<Act> acts = scenario.acts(seed);
      List<Act> sorted = new ArrayList<>(acts);
      sorted.sort(Comparator.comparing(Act::from));
      assertEquals(sorted, acts);
      List<Act> cuts = acts.stream().filter(act -> act.fault() instanceof Fault.Cut).toList();
      assertEquals(Duration.ofSeconds(60), cuts.getFirst().from());
      for (int i = 0; i < cuts.size(); i++) {
        Duration down = cuts.get(i).until().minus(cuts.get(i).from());
        assertTrue(cuts.get(i).until().compareTo(scenario.length()) <= 0);
        assertTrue(down.toSeconds() <= 60);
        if (i > 0) {
          long up = cuts.get(i).from().minus(cuts.get(i - 1).until()).toSeconds();
          assertTrue(up >= 20 && up <= 180, "seed " + seed + ": " + up);
        }
      }
      assertEquals(
          List.of(
              new Act(new Fault.Freeze("lb-2"), Duration.ofSeconds(90), Duration.ofSeconds(120))),
          acts.stream().filter(act -> act.fault() instanceof Fault.Freeze).toList());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          length: 10m   | length: soon   | the file.length: `soon`: expected a duration such as 90s or 15m
          what: cut     | what: bite     | faults[0].what: `bite` is none of cut, unplug, lose, part, kill, crash, freeze, stop, hog, fill
          of: p1        | of: p9         | faults[0].of: `p9` is none of k3s-1, k3s-2, k3s-3, lb-1, lb-2, p1, p2
          of: lb-2      | of: p2         | faults[1].of: `p2` is none of k3s-1, k3s-2, k3s-3, lb-1, lb-2
          of: lb-2      | of: lb-2/sshd  | faults[1].of: `lb-2/sshd`: the program is none of haproxy, keepalived, vigie, kafka, node
          of: lb-2      | of: lb-9/vigie | faults[1].of: `lb-9/vigie` is none of k3s-1, k3s-2, k3s-3, lb-1, lb-2
          what: cut     | what: lose     | faults[0]: `percent` is missing
          what: cut     | what: part     | faults[0]: `from` is missing
          what: cut,    | what: lose, percent: 101, | faults[0].percent: `101`: expected more than 0, at most 100
          what: cut,    | what: lose, percent: 5, way: up, | faults[0].way: `up` is none of in, out, both
          what: cut,    | what: part, from: p1, | faults[0].from: `p1` cannot be parted from itself
          what: cut,    | what: cut, percent: 5, | faults[0]: `percent` says nothing about `cut`
          what: freeze, of: lb-2 | what: fill, of: k3s-1 | faults[1].of: `k3s-1` is none of lb-1, lb-2
          down: 5s-60s  | down: 60s-5s   | faults[0].down: `60s-5s`: the second is less than the first
          down: 30s     | for: 30s       | faults[1]: unknown key `for`; there are [down, first, from, of, percent, up, way, what]
          name: mine    | '# no name'    | the file: `name` is missing
          """)
  void whatIsWrongIsSaidWithWhere(String good, String bad, String expected) {
    IOException failure =
        assertThrows(
            IOException.class,
            () -> ScenarioFile.parse("mine.yaml", GOOD.replace(good.strip(), bad.strip())));
    assertEquals("mine.yaml: " + expected, failure.getMessage());
  }

  @Test
  void whatIsNoScenarioIsSaidWithWhatThereIs() {
    IOException failure = assertThrows(IOException.class, () -> ScenarioFile.read("flaky"));
    assertTrue(String.valueOf(failure.getMessage()).startsWith("no scenario flaky; there are "));
  }
}
