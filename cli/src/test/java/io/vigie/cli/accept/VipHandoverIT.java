package io.vigie.cli.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigie.cli.Exit;
import io.vigie.cli.Main;
import io.vigie.lab.lan.Lan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A person moves a VIP between two balancers, each a network namespace; a third has the broker. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class VipHandoverIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VIP = "10.78.0.8";
  private static final String OTHER_VIP = "10.78.0.9";
  private static final Duration SILENT = Duration.ofSeconds(7);
  private static final String BROKER = "10.78.0.5:9092";

  @TempDir Path directory;
  private final Deque<Jvm> children = new ArrayDeque<>();
  private int runs;

  @BeforeEach
  void everythingIsThere() throws IOException {
    String obstacle = Lan.obstacle("ip");
    assumeTrue(obstacle.isEmpty(), obstacle);
    Files.writeString(directory.resolve("token"), "t0ken");
    Files.writeString(
        directory.resolve("vigie.yaml"),
        """
        cluster: lan
        kafka: { bootstrap: ["%s"] }
        nodes: { n: { address: 10.78.0.50 } }
        balancers: { a: { address: 10.78.0.6 }, b: { address: 10.78.0.7 } }
        vips:
          main: { addresses: [%s/24], interface: eth0, vrid: 51, priority: { a: 150 }, track: [] }
          dns: { addresses: [%s/24], interface: eth0, vrid: 52, priority: { a: 150 }, track: [] }
        syncGroups: { edge: { members: [main, dns] } }
        management: { token: "${file:token}" }
        """
            .formatted(BROKER, VIP, OTHER_VIP));
  }

  @AfterEach
  void nothingRunsOn() {
    children.forEach(Jvm::close);
  }

  @Test
  void throughTheLogItMovesAndComesBackAsLongAsSomebodyIsReady() throws Exception {
    try (Lan lan = new Lan("a", "b")) {
      start(lan, "c", "broker", "--listen", BROKER, "--data-dir", path("kafka"))
          .says("ready: bootstrap");
      Jvm a = vrrp(lan, "a");
      Jvm b = vrrp(lan, "b");
      await("a holds it, b is there, and the log says so")
          .atMost(Jvm.LIMIT)
          .until(() -> status(lan).equals("[\"a\"] active:false backup:false"));

      Ran over = run(lan, "c", "handover", "main", "--to", "b");
      assertEquals(Exit.DONE, over.exit(), over.said());
      assertTrue(
          over.said()
              .matches(
                  "main, and with it dns \\(sync group edge\\), handed over from a to b;"
                      + " nobody held it for \\d+ ms\n"),
          over.said());
      assertTrue(onlyOn(lan, "b", "a"));
      assertEquals("[\"b\"] backup:false active:false", status(lan));

      Ran back = run(lan, "c", "handover", "main");
      assertEquals(Exit.DONE, back.exit(), back.said());
      assertTrue(back.said().contains(" handed over from b to a;"), back.said());
      assertTrue(onlyOn(lan, "a", "b"));

      b.kill();
      await("b counts as there for 6 s").pollDelay(SILENT).until(() -> true);
      Ran refused = run(lan, "c", "handover", "main");
      assertEquals(Exit.FAILED, refused.exit(), refused.said());
      assertEquals(
          "vigie: a did not hand over main: no other balancer is known to be ready for main"
              + " (b: not heard of lately); --force overrides\n",
          refused.said());
      assertTrue(onlyOn(lan, "a", "b"));

      a.kill();
      Ran alone = run(lan, "c", "handover", "main");
      assertEquals(Exit.UNKNOWN, alone.exit(), alone.said());
      assertTrue(alone.said().contains("no vrrp-service answered within 5 s"), alone.said());
    }
  }

  @Test
  void withKafkaAwayTheHoldersOwnHostIsThePlaceToAsk() throws Exception {
    try (Lan lan = new Lan("a", "b")) {
      vrrp(lan, "a");
      vrrp(lan, "b").says("role=BACKUP");
      await("a holds it").atMost(Jvm.LIMIT).until(() -> onlyOn(lan, "a", "b"));

      Ran elsewhere = run(lan, "b", "handover", "main");
      assertEquals(Exit.FAILED, elsewhere.exit(), elsewhere.said());
      assertTrue(
          elsewhere.said().contains("b does not hold main (it is backup): run the same on a"),
          elsewhere.said());

      Ran nowhere = run(lan, "c", "handover", "main");
      assertEquals(Exit.UNKNOWN, nowhere.exit(), nowhere.said());

      Ran refused = run(lan, "a", "handover", "main");
      assertEquals(Exit.FAILED, refused.exit(), refused.said());
      assertTrue(refused.said().contains("a did not hand over main: no other"), refused.said());
      assertTrue(onlyOn(lan, "a", "b"));

      Ran forced = run(lan, "a", "handover", "main", "--force");
      assertEquals(Exit.DONE, forced.exit(), forced.said());
      assertTrue(forced.said().contains("Kafka at " + BROKER + " does not answer"), forced.said());
      assertTrue(forced.said().contains(" handed over from a to b"), forced.said());
      assertTrue(onlyOn(lan, "b", "a"));
      assertFalse(forced.said().contains("Exception"), forced.said());
    }
  }

  private static boolean onlyOn(Lan lan, String holder, String other) throws IOException {
    return lan.has(holder, VIP)
        && lan.has(holder, OTHER_VIP)
        && !lan.has(other, VIP)
        && !lan.has(other, OTHER_VIP);
  }

  private record Ran(int exit, String said) {}

  private Ran run(Lan lan, String host, String command, String... more) throws Exception {
    List<String> args = new ArrayList<>(List.of(more));
    args.addAll(List.of("--config", path("vigie.yaml")));
    Jvm child = start(lan, host, command, args.toArray(String[]::new));
    assertTrue(child.process().waitFor(Jvm.LIMIT.toSeconds(), TimeUnit.SECONDS), child::said);
    return new Ran(child.process().exitValue(), child.said());
  }

  /** Who holds the VIP, and what a and b are of it, as the client's host finds in the log. */
  private String status(Lan lan) throws Exception {
    Ran ran = run(lan, "c", "status", "--json");
    JsonNode vip = JSON.readTree(ran.said()).path("vips").path(0);
    StringBuilder text = new StringBuilder(vip.path("holders").toString());
    vip.path("routers")
        .forEach(
            router ->
                text.append(' ')
                    .append(router.path("role").asText())
                    .append(':')
                    .append(router.path("stale").asText()));
    return text.toString();
  }

  private Jvm vrrp(Lan lan, String host) throws IOException {
    return start(
        lan,
        host,
        "run",
        "vrrp",
        "--config",
        path("vigie.yaml"),
        "--host",
        host,
        "--state-dir",
        path("state-" + host));
  }

  private Jvm start(Lan lan, String host, String command, String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(args));
    Jvm child =
        Jvm.start(
            lan.at(host),
            directory,
            command + "-" + host + "-" + runs++,
            Main.class,
            all.toArray(String[]::new));
    children.push(child);
    return child;
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }
}
