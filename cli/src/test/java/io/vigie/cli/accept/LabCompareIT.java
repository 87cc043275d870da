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

  @TempDir Path directory;

  @BeforeEach
  void everythingIsThere() throws IOException {
    String obstacle = Namespaces.obstacle("ip", "xargs");
    assumeTrue(obstacle.isEmpty(), obstacle);
  }

  private Path scenario(String length) throws IOException {
    return Files.writeString(
        directory.resolve("short.yaml"),
        """
        name: short
        about: p1's card dies and comes back
        length: %s
        faults:
          - { what: cut, of: p1, first: 1s, down: 4s }
        """
            .formatted(length));
  }

  @Test
  void whatClientsLostIsComparedAndARunThatIsThereIsNotMadeAgain() throws Exception {
    Path out = directory.resolve("out");
    Path results = out.resolve("runs.jsonl");
    String[] words = {
      "lab",
      "compare",
      scenario("8s").toString(),
      "--against",
      "single,vigie",
      "--out",
      out.toString()
    };
    try (Jvm compare = Jvm.vigie(directory, "compare", words)) {
      ends(compare);
    }
    List<String> runs = Files.readAllLines(results);
    assertEquals(2, runs.size());
    JsonNode single = JSON.readTree(runs.get(0)).path("verdict");
    JsonNode vigie = JSON.readTree(runs.get(1)).path("verdict");
    assertEquals(400, single.path("calls").asInt());
    assertEquals(4, single.path("secondsLost").asDouble(), 1.5, single::toString);
    assertTrue(vigie.path("secondsLost").asDouble() < 2, vigie::toString);
    try (Jvm again = Jvm.vigie(directory, "again", words)) {
      ends(again);
    }
    assertEquals(runs, Files.readAllLines(results));
    assertEquals(List.of(), spaces());
  }

  @Test
  void whoKillsItFindsTheMachineAsItWas() throws Exception {
    try (Jvm compare =
        Jvm.vigie(
            directory,
            "killed",
            "lab",
            "compare",
            scenario("60s").toString(),
            "--against",
            "single")) {
      compare.says("cut p1");
      List<ProcessHandle> children = compare.process().descendants().toList();
      compare.kill();
      await().atMost(Jvm.LIMIT).until(() -> spaces().isEmpty());
      await().atMost(Jvm.LIMIT).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
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
          .filter(n -> n.startsWith("vchaos-"))
          .toList();
    }
  }
}
