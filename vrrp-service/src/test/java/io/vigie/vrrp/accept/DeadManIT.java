package io.vigie.vrrp.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.lab.lan.Daemon;
import io.vigie.lab.lan.Lan;
import io.vigie.vrrp.accept.Capture.Advert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a killed or frozen holder still does: nothing. */
@Timeout(120)
class DeadManIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String VIP = "10.78.0.8";
  private static final String FAST =
      "addresses: [10.78.0.8/24], vrid: 60, interval: %s, priority: { a: 150, b: 100 }";
  private static final String SLOW =
      "addresses: [10.78.0.8/24], vrid: 61, version: 2, interval: 1s, priority: { a: 150 }";

  @TempDir Path directory;

  @BeforeEach
  void everythingIsThere() throws IOException {
    String obstacle = Lan.obstacle("ip", "nft", "tcpdump", "tshark", "ping");
    assumeTrue(obstacle.isEmpty(), obstacle);
  }

  @ParameterizedTest
  @CsvSource({"100ms, KILL, 0", "100ms, STOP, 2", "100ms, STOP, 10", "50ms, STOP, 4"})
  void afterItsSuccessorsFirstAdvertADeadHolderAnswersNothing(
      String interval, String signal, int seconds) throws IOException, InterruptedException {
    Path config = Vigie.config(directory, FAST.formatted(interval));
    try (Lan lan = new Lan("a", "b");
        Daemon a = Vigie.start(lan, "a", directory, config);
        Daemon b = Vigie.start(lan, "b", directory, config)) {
      await("a holds it").atMost(LIMIT).until(() -> lan.has("a", VIP) && !lan.has("b", VIP));
      await("b watches").atMost(LIMIT).until(() -> b.said().contains("role=BACKUP"));
      String dead = lan.mac("a");
      try (Capture capture = new Capture(lan, "c", directory, "");
          Daemon ping =
              new Daemon(
                  lan,
                  "c",
                  directory.resolve("ping.log"),
                  List.of("ping", "-n", "-i", "0.01", "-W", "0.2", VIP))) {
        await("it is answered").atMost(LIMIT).until(() -> ping.said().contains("icmp_seq=20 "));
        double signalled = System.currentTimeMillis() / 1e3;
        a.signal(signal);
        await("b takes over").atMost(LIMIT).until(() -> lan.has("b", VIP));
        if (signal.equals("STOP")) {
          await("it wakes later")
              .pollDelay(Duration.ofSeconds(seconds))
              .atMost(Duration.ofSeconds(seconds + 1))
              .until(() -> true);
          a.signal("CONT");
          await("it steps back").atMost(LIMIT).until(() -> a.said().contains("STALLED"));
        }
        assertFalse(a.said().contains("fence"), "it has its fence, both ways: " + a.said());
        int heard = answers(ping.said());
        await("b is answered for").atMost(LIMIT).until(() -> answers(ping.said()) > heard + 50);
        double successor = firstAfter(capture.adverts(), signalled);
        List<String> late =
            capture.fields(
                "eth.src == %s and (ip.src == %s or arp.src.proto_ipv4 == %s)"
                        .formatted(dead, VIP, VIP)
                    + " and frame.time_epoch > "
                    + "%.9f".formatted(successor),
                "frame.time_epoch",
                "_ws.col.Info");
        assertEquals(List.of(), late);
        assertTrue(b.isAlive(), b.said());
      }
    }
  }

  private static int answers(String ping) {
    return ping.split(" bytes from ", -1).length - 1;
  }

  /** Of b. */
  private static double firstAfter(List<Advert> adverts, double seconds) {
    return adverts.stream()
        .filter(advert -> advert.source().endsWith(".7") && advert.seconds() > seconds)
        .mapToDouble(Advert::seconds)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aKilledHolderLosesTheAddressByItselfWithinItsLease() throws IOException {
    Path config = Vigie.config(directory, SLOW);
    try (Lan lan = new Lan("a");
        Daemon a = Vigie.start(lan, "a", directory, config)) {
      await("a holds it").atMost(LIMIT).until(() -> lan.has("a", VIP));
      a.kill();
      await("the kernel removes it").atMost(Duration.ofSeconds(10)).until(() -> !lan.has("a", VIP));
    }
  }

  @Test
  void whatAnEarlierRunLeftIsGoneAfterTheNextAndItsEnd() throws IOException {
    Path config = Vigie.config(directory, FAST.formatted("100ms"));
    try (Lan lan = new Lan("a")) {
      try (Daemon first = Vigie.start(lan, "a", directory, config)) {
        await("a holds it").atMost(LIMIT).until(() -> lan.has("a", VIP));
        first.kill();
      }
      lan.ip("a", "addr", "replace", VIP + "/24", "dev", "eth0"); // for ever, as keepalived's
      try (Daemon second = Vigie.start(lan, "a", directory, config)) {
        await("it is removed")
            .atMost(LIMIT)
            .until(() -> second.said().contains("removed what an earlier run had left"));
        await("and taken").atMost(LIMIT).until(() -> second.said().contains("role=ACTIVE"));
        assertEquals(0, second.end());
      }
      assertEquals("", lan.run("a", "nft", "list", "ruleset").strip());
      assertTrue(!lan.has("a", VIP));
    }
  }

  @Test
  void anAddressThatSomebodyRemovesIsPutBack() throws IOException {
    Path config = Vigie.config(directory, FAST.formatted("100ms"));
    try (Lan lan = new Lan("a");
        Daemon a = Vigie.start(lan, "a", directory, config)) {
      await("a holds it").atMost(LIMIT).until(() -> lan.has("a", VIP));
      lan.ip("a", "addr", "del", VIP + "/24", "dev", "eth0");
      await("it is told").atMost(LIMIT).until(() -> a.said().contains("VipLost"));
      assertTrue(a.said().contains("cause=REMOVED, restored=true"), a.said());
      assertTrue(lan.has("a", VIP));
    }
  }

  @Test
  void theVipSurvivesTheLossOfItsNetworksFirstAddress() throws IOException {
    Path config = Vigie.config(directory, FAST.formatted("100ms"));
    try (Lan lan = new Lan("a")) {
      lan.ip("a", "addr", "add", "10.78.0.66/24", "dev", "eth0");
      try (Daemon a = Vigie.start(lan, "a", directory, config)) {
        await("a holds it").atMost(LIMIT).until(() -> lan.has("a", VIP));
        lan.ip("a", "addr", "del", "10.78.0.6/24", "dev", "eth0");
        await("it speaks from the other one")
            .atMost(LIMIT)
            .until(() -> !lan.has("a", "10.78.0.6") && lan.has("a", VIP));
        assertTrue(a.isAlive());
      }
    }
  }

  @Test
  void withoutItsCapabilitiesItSaysWhichAndEndsWithFour() throws IOException {
    String obstacle = Lan.obstacle("setpriv");
    assumeTrue(obstacle.isEmpty(), obstacle);
    Path config = Vigie.config(directory, FAST.formatted("100ms"));
    try (Lan lan = new Lan("a");
        Daemon poor =
            Vigie.start(lan, "a", directory, config, "setpriv", "--bounding-set=-net_admin")) {
      await("it gives up").atMost(LIMIT).until(() -> !poor.isAlive());
      assertTrue(poor.said().contains("lacks CAP_NET_ADMIN"), poor.said());
      assertEquals(4, poor.exit());
    }
  }

  @Test
  void anOrdinaryUserWithTwoAmbientCapabilitiesIsEnough() throws IOException {
    String obstacle = Lan.obstacle("setpriv", "nft");
    assumeTrue(obstacle.isEmpty(), obstacle);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path config = Vigie.config(directory, FAST.formatted("100ms"));
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
    String capabilities = "-all,+net_raw,+net_admin,+dac_read_search"; // to read root's class path
    try (Lan lan = new Lan("a");
        Daemon a =
            Vigie.start(
                lan,
                "a",
                directory,
                config,
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "--inh-caps=" + capabilities,
                "--ambient-caps=" + capabilities,
                "--bounding-set=" + capabilities)) {
      await("a holds it").atMost(LIMIT).until(() -> lan.has("a", VIP));
      assertEquals(65534, Files.getAttribute(directory.resolve("state-a"), "unix:uid"));
      assertTrue(
          lan.run("a", "nft", "list", "ruleset").contains("vigie_vrrp_vip0"), "the fence stands");
      assertEquals(0, a.end());
      assertEquals("", lan.run("a", "nft", "list", "ruleset").strip());
    }
  }
}
