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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Beside a real keepalived, in both roles, in every dialect it speaks. */
@Timeout(120)
class KeepalivedIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path directory;

  /** How both are configured to speak. */
  enum Dialect {
    V2_PASS(
        "addresses: [10.78.0.8/24], vrid: 51, version: 2, interval: 1s, auth: {pass: secret}",
        "vrrp_version 2",
        "advert_int 1\n authentication { auth_type PASS\n auth_pass secret }",
        "10.78.0.8/24",
        1.0),
    V3(
        "addresses: [10.78.0.8/24, 10.78.0.9/24], vrid: 52, interval: 100ms",
        "vrrp_version 3",
        "advert_int 0.1",
        "10.78.0.8/24\n 10.78.0.9/24",
        0.1),
    V3_UNICAST(
        "addresses: [10.78.0.8/24], vrid: 53, interval: 100ms, peers: [%s]",
        "vrrp_version 3", "advert_int 0.1\n unicast_peer { %s }", "10.78.0.8/24", 0.1),
    V3_IPV6(
        "addresses: [\"fe80::8/64\", \"fd00:1::8/64\"], vrid: 54, interval: 100ms",
        "vrrp_version 3",
        "advert_int 0.1",
        "fe80::8/64\n fd00:1::8/64",
        0.1);

    private final String ours;
    private final String version;
    private final String theirs;
    private final String addresses;
    private final double interval;

    Dialect(String ours, String version, String theirs, String addresses, double interval) {
      this.ours = ours;
      this.version = version;
      this.theirs = theirs;
      this.addresses = addresses;
      this.interval = interval;
    }

    String vip() {
      return this == V3_IPV6 ? "fd00:1::8" : "10.78.0.8";
    }

    int vrid() {
      return 51 + List.of(values()).indexOf(this);
    }

    /** For a on .6. */
    String vigie(int priority) {
      return ours.formatted("10.78.0.7") + ", priority: { a: " + priority + " }, preempt: true";
    }

    /** For b on .7. */
    String keepalived(int priority) {
      return """
      global_defs { %s }
      vrrp_instance V {
       state BACKUP
       interface eth0
       virtual_router_id %d
       priority %d
       %s
       virtual_ipaddress { %s }
      }
      """
          .formatted(version, vrid(), priority, theirs.formatted("10.78.0.6"), addresses);
    }
  }

  @BeforeEach
  void everythingIsThere() throws IOException {
    String obstacle = Lan.obstacle("ip", "keepalived", "tcpdump", "tshark");
    assumeTrue(obstacle.isEmpty(), obstacle);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void theyElectPreemptResignAndTakeOver(Dialect dialect) throws IOException, InterruptedException {
    String vip = dialect.vip();
    try (Lan lan = new Lan("a", "b");
        Capture capture = new Capture(lan, "a", directory, "ip proto 112 or (ip6 proto 112)");
        Daemon keepalived = Keepalived.start(lan, "b", directory, dialect.keepalived(100))) {
      await().atMost(LIMIT).until(() -> lan.has("b", vip));
      Path config = Vigie.config(directory, dialect.vigie(150));
      try (Daemon vigie = Vigie.start(lan, "a", directory, config)) {
        await("we preempt").atMost(LIMIT).until(() -> onlyAt(lan, "a", vip));
        assertEquals(0, vigie.end());
      }
      await("it takes over").atMost(LIMIT).until(() -> onlyAt(lan, "b", vip));
      try (Daemon again = Vigie.start(lan, "a", directory, config)) {
        await("we preempt anew").atMost(LIMIT).until(() -> onlyAt(lan, "a", vip));
        again.kill();
        await("it finds us dead").atMost(LIMIT).until(() -> onlyAt(lan, "b", vip));
      }
      List<Advert> adverts = capture.adverts();
      Adverts.noneOfOursIsWrong(adverts);
      double after = Adverts.silenceAfterLast(adverts, true, 0);
      double skew = 156.0 / 256 * dialect.interval;
      assertTrue(after < skew + 0.1, "took over %.3f s after we resigned".formatted(after));
      Adverts.neverTwoActives(adverts, dialect.interval, 150);
      complainsOfNothing(keepalived.said());
    }
  }

  /** Version 2: {@link #oneOfTheHomelabsPairIsReplaced}. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V2_PASS")
  void asBackupWeFollowAndTakeOver(Dialect dialect) throws IOException, InterruptedException {
    String vip = dialect.vip();
    Path config = Vigie.config(directory, dialect.vigie(100));
    try (Lan lan = new Lan("a", "b");
        Capture capture = new Capture(lan, "a", directory, "ip proto 112 or (ip6 proto 112)");
        Daemon vigie = Vigie.start(lan, "a", directory, config)) {
      await("we are alone").atMost(LIMIT).until(() -> lan.has("a", vip));
      String said;
      try (Daemon keepalived = Keepalived.start(lan, "b", directory, dialect.keepalived(200))) {
        await("it preempts").atMost(LIMIT).until(() -> onlyAt(lan, "b", vip));
        assertEquals(0, keepalived.end());
        said = keepalived.said();
      }
      await("it resigned").atMost(LIMIT).until(() -> onlyAt(lan, "a", vip));
      List<Advert> adverts = capture.adverts();
      Adverts.noneOfOursIsWrong(adverts);
      double after = Adverts.silenceAfterLast(adverts, false, 0);
      double skew = 156.0 / 256 * dialect.interval;
      assertTrue(after < skew + 0.1, "we took over %.3f s after it resigned".formatted(after));
      Adverts.neverTwoActives(adverts, dialect.interval, 200);
      complainsOfNothing(said);
      assertFalse(vigie.said().contains("PeerConflict"), vigie.said());
    }
  }

  /** The file of the homelab that Vigie came from: both BACKUP, the same priority, version 2. */
  @Test
  void oneOfTheHomelabsPairIsReplaced() throws IOException, InterruptedException {
    String vip = "192.168.1.8";
    String theirs =
        """
        vrrp_instance VI_1 {
            state BACKUP
            interface eth0
            virtual_router_id 51
            priority 100
            advert_int 1
            authentication {
                auth_type PASS
                auth_pass secret
            }
            virtual_ipaddress {
                192.168.1.8/24
            }
        }
        """;
    String ours =
        "addresses: [192.168.1.8/24], vrid: 51, version: 2, interval: 1s, auth: {pass: secret},"
            + " priority: { a: 100, b: 100 }";
    double downInterval = 3 + 156.0 / 256;
    try (Lan lan = new Lan("a", "b")) {
      renumber(lan, "a", "192.168.1.6/24");
      renumber(lan, "b", "192.168.1.7/24");
      try (Capture capture = new Capture(lan, "a", directory, "ip proto 112");
          Daemon first = Keepalived.start(lan, "b", directory, theirs)) {
        await("it is alone").atMost(LIMIT).until(() -> lan.has("b", vip));
        Path config = Vigie.config(directory, ours);
        try (Daemon vigie = Vigie.start(lan, "a", directory, config)) {
          await("we join").atMost(LIMIT).until(() -> vigie.said().contains("role=BACKUP"));
          holdsForLongerThan(downInterval, () -> onlyAt(lan, "b", vip));
          assertEquals(0, first.end());
          await("it resigned").atMost(LIMIT).until(() -> onlyAt(lan, "a", vip));
          complainsOfNothing(first.said());
          try (Daemon back = Keepalived.start(lan, "b", directory, theirs)) {
            await("it is back").atMost(LIMIT).until(() -> back.said().contains("BACKUP STATE"));
            holdsForLongerThan(downInterval, () -> onlyAt(lan, "a", vip));
            vigie.kill();
            await("it finds us dead").atMost(LIMIT).until(() -> onlyAt(lan, "b", vip));
            complainsOfNothing(back.said());
          }
        }
        List<Advert> adverts = capture.adverts();
        Adverts.noneOfOursIsWrong(adverts);
        double resigned =
            adverts.stream().filter(a -> a.priority() == 0).findFirst().orElseThrow().seconds();
        double after = Adverts.firstAfter(adverts, true, resigned) - resigned;
        assertTrue(after < 156.0 / 256 + 0.1, "%.3f s after it resigned".formatted(after));
        double died = Adverts.last(adverts, true, 100);
        assertEquals(
            List.of(),
            adverts.stream()
                .filter(advert -> !Adverts.isOurs(advert) && advert.seconds() > resigned)
                .filter(advert -> advert.seconds() < died)
                .toList(),
            "it came back as a backup");
        double silence = Adverts.firstAfter(adverts, false, died) - died;
        assertTrue(silence < downInterval + 0.1, "silent for %.3f s".formatted(silence));
      }
    }
  }

  private static void renumber(Lan lan, String host, String address) throws IOException {
    lan.ip(host, "-4", "addr", "flush", "dev", "eth0");
    lan.ip(host, "addr", "add", address, "dev", "eth0");
  }

  private static void holdsForLongerThan(double seconds, Callable<Boolean> fact) {
    Duration time = Duration.ofMillis((long) (1_000 * seconds) + 500);
    await().during(time).atMost(time.plus(LIMIT)).until(fact);
  }

  private static boolean onlyAt(Lan lan, String host, String vip) throws IOException {
    return lan.has(host, vip) && !lan.has(host.equals("a") ? "b" : "a", vip);
  }

  private static void complainsOfNothing(String log) {
    List<String> complaints =
        log.lines()
            .filter(
                line ->
                    line.matches(
                        "(?i).*(checksum|invalid|mismatch|unexpected|wrong|incorrect|bogus"
                            + "|authentication fail|don't match|not match|error).*"))
            .toList();
    assertEquals(List.of(), complaints);
  }
}
