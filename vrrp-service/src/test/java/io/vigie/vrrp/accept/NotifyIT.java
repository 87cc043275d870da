package io.vigie.vrrp.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.lab.lan.Daemon;
import io.vigie.lab.lan.Lan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One notify script, called by a real keepalived and by us for the same changes. */
@Timeout(120)
class NotifyIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path directory;

  @BeforeEach
  void everythingIsThere() throws IOException {
    String obstacle = Lan.obstacle("ip", "keepalived");
    assumeTrue(obstacle.isEmpty(), obstacle);
  }

  @Test
  void theScriptCannotTellUsFromKeepalived() throws IOException, InterruptedException {
    String common = "interval: 100ms, priority: { a: 150 }, preempt: true";
    Path config =
        Vigie.config(
            directory,
            "addresses: [10.78.0.8/24], vrid: 71, " + common,
            "addresses: [10.78.0.9/24], vrid: 72, " + common);
    Path ours = directory.resolve("ours");
    Path theirs = directory.resolve("theirs");
    Files.writeString(
        config,
        "notify: { script: { type: exec, command: [%s] } }\n".formatted(script("ours.sh", ours)),
        StandardOpenOption.APPEND);
    try (Lan lan = new Lan("a", "b");
        Daemon keepalived =
            Keepalived.start(lan, "b", directory, keepalived(script("theirs.sh", theirs)))) {
      await("it holds both").atMost(LIMIT).until(() -> lan.has("b", "10.78.0.9"));
      try (Daemon vigie = Vigie.start(lan, "a", directory, config)) {
        await("we preempt").atMost(LIMIT).until(() -> lan.has("a", "10.78.0.9"));
        await().atMost(LIMIT).until(() -> calls(ours).contains("GROUP all MASTER 0"));
        await().atMost(LIMIT).until(() -> calls(theirs).contains("GROUP all BACKUP 0"));
        assertEquals(0, vigie.end(), "Kafka is away, and it ends in good order");
      }
      await("it takes both").atMost(LIMIT).until(() -> lan.has("b", "10.78.0.9"));
      assertEquals(0, keepalived.end());
      await().atMost(LIMIT).until(() -> calls(theirs).contains("GROUP all STOP 0"));
    }
    assertEquals(words(theirs), words(ours));
    assertTrue(
        calls(ours)
            .containsAll(
                List.of(
                    "INSTANCE vip0 BACKUP 150",
                    "INSTANCE vip1 MASTER 150",
                    "INSTANCE vip0 STOP 150",
                    "GROUP all STOP 0")),
        () -> "ours: " + calls(ours));
  }

  /** Each call without its priority, which is another one on each side but for a group. */
  private static Set<String> words(Path file) {
    Set<String> words = new TreeSet<>();
    calls(file).forEach(call -> words.add(call.replaceFirst(" [1-9][0-9]*$", "")));
    return words;
  }

  private static List<String> calls(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path script(String name, Path out) throws IOException {
    Path script =
        Files.writeString(directory.resolve(name), "#!/bin/sh\necho \"$@\" >>" + out + "\n");
    assertTrue(script.toFile().setExecutable(true));
    return script;
  }

  private static String keepalived(Path script) {
    return """
    global_defs { vrrp_version 3
     script_user root
    }
    vrrp_sync_group all { group { vip0
     vip1
     }
     notify %1$s
    }
    %2$s
    %3$s
    """
        .formatted(script, instance(0, 71, 8, script), instance(1, 72, 9, script));
  }

  private static String instance(int n, int vrid, int address, Path script) {
    return """
    vrrp_instance vip%d {
     state BACKUP
     interface eth0
     virtual_router_id %d
     priority 100
     advert_int 0.1
     virtual_ipaddress { 10.78.0.%d/24 }
     notify %s
    }
    """
        .formatted(n, vrid, address, script);
  }
}
