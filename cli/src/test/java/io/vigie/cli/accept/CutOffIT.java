package io.vigie.cli.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is it them, or is it me? An observer whose host loses its card, and one that does not. */
class CutOffIT {

  private static final int PORT = 8443;
  private static final Pattern DOWN =
      Pattern.compile("NodeChanged\\[node=([abc]), status=DOWN.*impaired=(true|false)]");

  @TempDir Path directory;

  @Test
  void anObserverThatIsCutOffDoubtsItselfAndNobodyElse() throws Exception {
    assumeTrue(Switch.obstacle().isEmpty(), Switch.obstacle());
    List<Jvm> children = new ArrayList<>();
    try (Switch net = new Switch()) {
      try {
        Jvm observer = start(net, children);
        net.card(false); // lb-1 and a still see each other
        observer.says("state=IMPAIRED");
        await().atMost(Jvm.LIMIT).until(() -> downs(observer, true).containsAll(List.of("b", "c")));
        assertEquals(List.of(), downs(observer, false), observer::said);
        net.card(true);
        observer.says("state=CLEAR");
        await().atMost(Jvm.LIMIT).until(() -> ups(observer, "b") >= 2 && ups(observer, "c") >= 2);
        assertEquals(List.of(), downs(observer, false), observer::said);
      } finally {
        children.forEach(Jvm::close);
      }
    }
  }

  @Test
  void aNodeThatLosesItsOwnCableIsDown() throws Exception {
    assumeTrue(Switch.obstacle().isEmpty(), Switch.obstacle());
    List<Jvm> children = new ArrayList<>();
    try (Switch net = new Switch()) {
      try {
        Jvm observer = start(net, children);
        net.cable("a", false); // beside the observer, on the same host
        await().atMost(Jvm.LIMIT).until(() -> downs(observer, false).equals(List.of("a")));
        net.cable("b", false);
        await().atMost(Jvm.LIMIT).until(() -> downs(observer, false).equals(List.of("a", "b")));
        assertFalse(observer.said().contains("state=IMPAIRED"), observer::said);
      } finally {
        children.forEach(Jvm::close);
      }
    }
  }

  private Jvm start(Switch net, List<Jvm> children) throws IOException {
    for (String node : Homelab.NODES) {
      children.add(
          Jvm.start(
              net.at(node),
              directory,
              "node-" + node,
              Backend.class,
              Switch.address(node),
              Integer.toString(PORT),
              node,
              "1"));
    }
    children.forEach(child -> child.says(Backend.LISTENING));
    Path config = directory.resolve("vigie.yaml");
    Files.writeString(
        config,
        """
        cluster: test
        kafka: { bootstrap: ["127.0.0.1:9"] }
        hosts: { p1: {}, p2: {} }
        nodes:
          a: { address: %s, host: p1 }
          b: { address: %s, host: p2 }
          c: { address: %s }
        balancers: { lb-1: { address: %s, host: p1 } }
        gateway: %s
        checks: { tcp: { type: tcp, port: %d, interval: 1s, fastInterval: 200ms, timeout: 300ms } }
        pools: { web: { port: %d, servers: all, check: tcp } }
        """
            .formatted(
                Switch.address("a"),
                Switch.address("b"),
                Switch.address("c"),
                Switch.address("lb"),
                Switch.GATEWAY,
                PORT,
                PORT));
    Jvm observer =
        Jvm.start(
            net.at("lb"),
            directory,
            "health",
            Main.class,
            "run",
            "health",
            "--config",
            config.toString(),
            "--host",
            "lb-1");
    children.add(observer);
    await()
        .atMost(Jvm.LIMIT)
        .until(() -> Homelab.NODES.stream().allMatch(node -> ups(observer, node) == 1));
    return observer;
  }

  /** Nodes said to be down, in order, by whether the observer doubted itself then. */
  private static List<String> downs(Jvm observer, boolean impaired) {
    return DOWN.matcher(observer.said())
        .results()
        .filter(down -> Boolean.parseBoolean(down.group(2)) == impaired)
        .map(down -> down.group(1))
        .toList();
  }

  private static long ups(Jvm observer, String node) {
    String up = "NodeChanged[node=" + node + ", status=UP";
    return observer.said().lines().filter(line -> line.contains(up)).count();
  }
}
