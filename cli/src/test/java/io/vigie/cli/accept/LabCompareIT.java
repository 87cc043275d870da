package io.vigie.cli.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigie.lab.lan.Namespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code vigie lab compare} as root, with a scenario of seconds. */
@Timeout(240)
class LabCompareIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String CUT = "- { what: cut, of: p1, first: 1s, down: 4s }\n";

  @TempDir Path directory;

  @BeforeEach
  void everythingIsThere() throws IOException {
    String obstacle = Namespaces.obstacle("ip", "ss", "xargs", "nft", "tcpdump");
    assumeTrue(obstacle.isEmpty(), obstacle);
  }

  private Path scenario(String length, String faults) throws IOException {
    return Files.writeString(
        directory.resolve("short.yaml"),
        """
        name: short
        about: what can go wrong in seconds
        length: %s
        faults:
        %s\
        """
            .formatted(length, faults.indent(2)));
  }

  @Test
  void whatClientsLostIsComparedAndARunThatIsThereIsNotMadeAgain() throws Exception {
    Path out = directory.resolve("out");
    Path results = out.resolve("runs.jsonl");
    String[] words = {
      "lab",
      "compare",
      scenario("8s", CUT).toString(),
      "--against",
      "single,vigie",
      "--together",
      "--out",
      out.toString()
    };
    try (Jvm compare = Jvm.vigie(directory, "compare", words)) {
      ends(compare);
    }
    List<String> runs = Files.readAllLines(results);
    assertEquals(2, runs.size());
    for (String line : runs) {
      JsonNode run = JSON.readTree(line);
      JsonNode verdict = run.path("verdict");
      assertEquals(400, verdict.path("calls").asInt());
      double lost = verdict.path("secondsLost").asDouble();
      if (run.path("run").path("stack").asText().equals("single")) {
        assertEquals(4, lost, 1.5, line);
      } else {
        assertTrue(lost < 2, line);
      }
    }
    Path page = out.resolve("report.html");
    Path text = out.resolve("report.md");
    assertReported(Files.readString(page));
    assertReported(Files.readString(text));
    Files.delete(page);
    Files.delete(text);
    try (Jvm again = Jvm.vigie(directory, "again", words)) {
      ends(again);
      again.says("reports: " + page + ", " + text);
    }
    assertEquals(runs, Files.readAllLines(results));
    assertReported(Files.readString(page));
    assertReported(Files.readString(text));
    assertEquals(List.of(), spaces());
  }

  @Test
  void afterAllThatCanGoWrongAllIsAsItWasAndNoEventIsMissing() throws Exception {
    Path out = directory.resolve("out");
    String faults =
        """
        - { what: crash, of: lb-1/kafka, first: 1s, down: 2s }
        - { what: lose, of: p1, percent: 20, first: 2s, down: 2s }
        - { what: part, of: lb-1, from: k3s-3, first: 4s, down: 2s }
        - { what: stop, of: lb-2/vigie, first: 5s, down: 1s }
        - { what: freeze, of: k3s-2, first: 7s, down: 2s }
        - { what: fill, of: lb-1, first: 8s, down: 2s }
        - { what: hog, of: lb-1, first: 9s, down: 1s }
        - { what: unplug, of: lb-2, first: 11s, down: 1s }
        - { what: kill, of: k3s-3, first: 11s, down: 1s }
        """;
    try (Jvm compare =
        Jvm.vigie(
            directory,
            "compare",
            "lab",
            "compare",
            scenario("14s", faults).toString(),
            "--against",
            "vigie",
            "--out",
            out.toString())) {
      ends(compare);
    }
    JsonNode run = JSON.readTree(Files.readString(out.resolve("runs.jsonl")));
    JsonNode aftermath = run.path("aftermath");
    assertEquals(1, aftermath.path("holders").size(), aftermath::toString);
    assertEquals(0, aftermath.path("crashed").size(), aftermath::toString);
    assertEquals(0, aftermath.path("quarrels").size(), aftermath::toString);
    JsonNode events = run.path("events");
    assertTrue(events.path("told").asInt() > 20, events::toString);
    assertEquals(0, events.path("lost").asInt(), events::toString);
    assertEquals(0, events.path("doubled").asInt(), events::toString);
  }

  @Test
  void whoKillsItFindsTheMachineAsItWas() throws Exception {
    try (Jvm compare =
        Jvm.vigie(
            directory,
            "killed",
            "lab",
            "compare",
            scenario("60s", CUT).toString(),
            "--against",
            "single")) {
      compare.says("cut p1");
      List<ProcessHandle> children = compare.process().descendants().toList();
      compare.kill();
      await().atMost(Jvm.LIMIT).until(() -> spaces().isEmpty());
      await().atMost(Jvm.LIMIT).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  private static void assertReported(String report) {
    for (String part : List.of("single", "vigie", "cut p1", "short.yaml --against", "Kernel")) {
      assertTrue(report.contains(part), () -> "no " + part + " in\n" + report);
    }
  }

  private static void ends(Jvm command) throws Exception {
    assertTrue(command.process().waitFor(120, TimeUnit.SECONDS), command::said);
    assertEquals(0, command.process().exitValue(), command::said);
  }

  private static List<String> spaces() throws IOException {
    Path all = Path.of("/run/netns");
    if (!Files.exists(all)) {
      return List.of();
    }
    try (Stream<Path> names = Files.list(all)) {
      return names
          .map(name -> name.getFileName().toString())
          .filter(n -> n.startsWith("vchaos"))
          .toList();
    }
  }
}
