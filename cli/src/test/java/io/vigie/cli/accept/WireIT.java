package io.vigie.cli.accept;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigie.event.Envelope;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.event.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kcat shows of a node's death. */
class WireIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @Test
  void oneEventALineAndEachNamesItsCause() throws Exception {
    Optional<Path> kcat =
        List.of(Path.of("/usr/bin/kcat"), Path.of("/usr/local/bin/kcat")).stream()
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(kcat.isPresent(), "kcat is not installed; apt install kcat");
    try (Homelab lab = new Homelab(directory)) {
      lab.broker();
      lab.node("a");
      Jvm b = lab.node("b");
      lab.node("c");
      lab.runAll();
      b.kill();
      lab.awaitServers(2);
      Log log = new Log(lab.bootstrap());
      await()
          .atMost(Jvm.LIMIT)
          .until(() -> log.read(Topic.LB).stream().anyMatch(WireIT::isServerDown));

      Set<String> health = new HashSet<>();
      for (JsonNode event : lines(kcat.orElseThrow(), lab, Topic.HEALTH)) {
        assertEquals("1.0", event.path("specversion").asText());
        for (String required : List.of("id", "source", "type")) {
          assertTrue(event.path(required).isTextual(), event::toString);
        }
        health.add(event.path("id").asText());
      }
      List<JsonNode> down =
          lines(kcat.orElseThrow(), lab, Topic.LB).stream()
              .filter(e -> e.at("/data/server").asText().equals("b"))
              .filter(e -> e.at("/data/state").asText().equals("down"))
              .toList();
      assertEquals(1, down.size(), down::toString);
      assertTrue(health.contains(down.getFirst().path("causationid").asText()), down::toString);
    }
  }

  private static boolean isServerDown(Envelope envelope) {
    return envelope.fact().event() instanceof ServerChanged changed
        && changed.state() == ServerState.DOWN;
  }

  private static List<JsonNode> lines(Path kcat, Homelab lab, Topic topic) throws Exception {
    Process process =
        new ProcessBuilder(
                kcat.toString(), "-C", "-e", "-q", "-b", lab.bootstrap(), "-t", topic.wire())
            .start();
    List<JsonNode> events = new ArrayList<>();
    for (String line :
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList()) {
      events.add(JSON.readTree(line));
    }
    assertEquals(0, process.waitFor());
    return events;
  }
}
