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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Beside a real FRR vrrpd, in both roles, with version 3 of both families. */
@Timeout(120)
class FrrIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String FILTER = "ip proto 112 or (ip6 proto 112)";
  private static final double INTERVAL = 0.1;
  private static final double SKEW = 156.0 / 256 * INTERVAL;

  @TempDir Path directory;

  enum Family {
    IPV4(55, "10.78.0.8/24", "10.78.0.9/24"),
    IPV6(56, "fe80::8/64", "fd00:1::8/64");

    private final int vrid;
    private final String first;
    private final String second;

    Family(int vrid, String first, String second) {
      this.vrid = vrid;
      this.first = first;
      this.second = second;
    }

    List<String> addresses() {
      return List.of(first, second);
    }

    String vigie(int priority) {
      return "addresses: [\"%s\"], vrid: %d, interval: 100ms, priority: { a: %d }, preempt: true"
          .formatted(String.join("\", \"", addresses()), vrid, priority);
    }

    Frr on(Lan lan, Path directory) throws IOException {
      return new Frr(lan, "b", directory, vrid, addresses());
    }

    Daemon start(Frr frr, int priority) throws IOException {
      return frr.start(vrid, priority, 100, addresses());
    }

    boolean isOurs(Lan lan) throws IOException {
      return lan.has("a", second.substring(0, second.indexOf('/')));
    }
  }

  @BeforeEach
  void everythingIsThere() throws IOException {
    String obstacle = Lan.obstacle("ip", "zebra", "vrrpd", "tcpdump", "tshark");
    assumeTrue(obstacle.isEmpty(), obstacle);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void wePreemptResignAndDieAndItTakesOver(Family family) throws IOException {
    Path config = Vigie.config(directory, family.vigie(150));
    try (Lan lan = new Lan("a", "b");
        Capture capture = new Capture(lan, "a", directory, FILTER);
        Frr frr = family.on(lan, directory);
        Daemon vrrpd = family.start(frr, 100)) {
      await("it is alone").atMost(LIMIT).until(frr.isActive(vrrpd));
      try (Daemon vigie = Vigie.start(lan, "a", directory, config)) {
        await("we preempt").atMost(LIMIT).until(() -> family.isOurs(lan));
        await("it gives way").atMost(LIMIT).until(frr.isBackup(vrrpd));
        assertEquals(0, vigie.end());
        assertFalse(vigie.said().contains("PeerConflict"), vigie.said());
      }
      await("we resigned").atMost(LIMIT).until(frr.isActive(vrrpd));
      try (Daemon again = Vigie.start(lan, "a", directory, config)) {
        await("we preempt anew").atMost(LIMIT).until(() -> family.isOurs(lan));
        await("it gives way again").atMost(LIMIT).until(frr.isBackup(vrrpd));
        again.kill();
      }
      await("it finds us dead").atMost(LIMIT).until(frr.isActive(vrrpd));
      List<Advert> adverts = capture.adverts();
      Adverts.noneOfOursIsWrong(adverts);
      double resigned = Adverts.last(adverts, true, 0);
      double after = Adverts.firstAfter(adverts, false, resigned) - resigned;
      assertTrue(after < SKEW + 0.1, "it took over %.3f s after we resigned".formatted(after));
      Adverts.neverTwoActives(adverts, INTERVAL, 150);
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void itPreemptsResignsAndDiesAndWeTakeOver(Family family) throws IOException {
    Path config = Vigie.config(directory, family.vigie(100));
    try (Lan lan = new Lan("a", "b");
        Capture capture = new Capture(lan, "a", directory, FILTER);
        Frr frr = family.on(lan, directory);
        Daemon vigie = Vigie.start(lan, "a", directory, config)) {
      await("we are alone").atMost(LIMIT).until(() -> family.isOurs(lan));
      try (Daemon vrrpd = family.start(frr, 200)) {
        await("it preempts").atMost(LIMIT).until(frr.isActive(vrrpd));
        await("we give way").atMost(LIMIT).until(() -> !family.isOurs(lan));
        vrrpd.end();
      }
      await("it resigned").atMost(LIMIT).until(() -> family.isOurs(lan));
      try (Daemon again = family.start(frr, 200)) {
        await("it preempts anew").atMost(LIMIT).until(frr.isActive(again));
        await("we give way again").atMost(LIMIT).until(() -> !family.isOurs(lan));
        again.kill();
      }
      await("we find it dead").atMost(LIMIT).until(() -> family.isOurs(lan));
      List<Advert> adverts = capture.adverts();
      Adverts.noneOfOursIsWrong(adverts);
      double resigned = Adverts.last(adverts, false, 0);
      double after = Adverts.firstAfter(adverts, true, resigned) - resigned;
      assertTrue(after < SKEW + 0.1, "we took over %.3f s after it resigned".formatted(after));
      Adverts.neverTwoActives(adverts, INTERVAL, 200);
      assertFalse(vigie.said().contains("PeerConflict"), vigie.said());
    }
  }
}
