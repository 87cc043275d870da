package io.vigie.vrrp.accept;

import static java.util.stream.Collectors.partitioningBy;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Beside a real FRR, in both roles: VRRPv3 at 100 ms. FRR speaks from the virtual router's hardware
 * address, we from the interface's.
 */
@Timeout(120)
class FrrIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int VRID = 55;
  private static final double INTERVAL = 0.1;

  /** Skew_Time of the weaker, whose priority is 100. */
  private static final double SKEW = 0.0609;

  /** Of this machine's scheduler. */
  private static final double SLACK = 0.1;

  private static final String IPV4 = "10.78.0.8/24 10.78.0.9/24";
  private static final String IPV6 = "fe80::8/64 fd00:1::8/64";

  @TempDir Path directory;

  /** What they share, with prefix lengths. */
  record Addresses(List<String> all) {

    Addresses {
      all = List.copyOf(all);
    }

    /** As it stands in a table of cases. */
    static Addresses parse(String text) {
      return new Addresses(List.of(text.split(" ")));
    }

    /** One VIP for each family, since FRR has one VRID for both. */
    Path vigie(Path directory, int priority) throws IOException {
      List<String> vips = new ArrayList<>();
      for (boolean ipv6 : List.of(false, true)) {
        List<String> quoted =
            all.stream().filter(a -> a.contains(":") == ipv6).map(a -> "\"" + a + "\"").toList();
        if (!quoted.isEmpty()) {
          vips.add(
              "addresses: %s, vrid: %d, interval: 100ms, priority: { a: %d }, preempt: true"
                  .formatted(quoted, VRID, priority));
        }
      }
      return Vigie.config(directory, vips.toArray(String[]::new));
    }

    boolean areAt(Lan lan, String host) throws IOException {
      for (String address : all) {
        if (!lan.has(host, address.replaceAll("/.*", ""))) {
          return false;
        }
      }
      return true;
    }

    boolean areAwayFrom(Lan lan, String host) throws IOException {
      for (String address : all) {
        if (lan.has(host, address.replaceAll("/.*", ""))) {
          return false;
        }
      }
      return true;
    }
  }

  @BeforeEach
  void everythingIsThere() throws IOException {
    String obstacle = Lan.obstacle("ip", "mount", "zebra", "vrrpd", "tcpdump", "tshark");
    assumeTrue(obstacle.isEmpty(), obstacle);
  }

  @ParameterizedTest
  @ValueSource(strings = {IPV4, IPV6, IPV4 + " " + IPV6})
  void itYieldsToUsAndTakesOverWhenWeResignOrDie(Addresses addresses)
      throws IOException, InterruptedException {
    Path config = addresses.vigie(directory, 150);
    try (Lan lan = new Lan("a", "b");
        Capture capture = capture(lan);
        Frr frr = new Frr(lan, directory, VRID, 100, 100, addresses.all());
        Daemon vrrpd = frr.start()) {
      await("it is alone").atMost(LIMIT).until(frr::isActive);
      try (Daemon vigie = Vigie.start(lan, "a", directory, config)) {
        await("we preempt").atMost(LIMIT).until(() -> addresses.areAt(lan, "a") && frr.isBackup());
        assertEquals(0, vigie.end());
      }
      await("it takes over")
          .atMost(LIMIT)
          .until(() -> addresses.areAwayFrom(lan, "a") && frr.isActive());
      try (Daemon again = Vigie.start(lan, "a", directory, config)) {
        await("we preempt anew")
            .atMost(LIMIT)
            .until(() -> addresses.areAt(lan, "a") && frr.isBackup());
        again.kill();
        await("it finds us dead")
            .atMost(LIMIT)
            .until(() -> addresses.areAwayFrom(lan, "a") && frr.isActive());
        assertFalse(again.said().contains("PeerConflict"), again.said());
      }
      complainsOfNothing(vrrpd.said());
      for (List<Advert> adverts : perFamily(capture.adverts())) {
        Adverts.noneOfOursIsWrong(adverts);
        Adverts.neverTwoActives(adverts, INTERVAL, 150);
        // Its first advert over IPv6 is lost, as its device has no link yet: the second is seen.
        double most = SKEW + INTERVAL + SLACK;
        double resigned = Adverts.silenceAfterLast(adverts, true, 0);
        assertTrue(resigned < most, "%.3f s after we resigned".formatted(resigned));
        double died = Adverts.silenceAfterLast(adverts, true, 150);
        assertTrue(died < 3 * INTERVAL + most, "%.3f s after we died".formatted(died));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {IPV4, IPV6, IPV4 + " " + IPV6})
  void weYieldToItAndTakeOverWhenItResignsOrDies(Addresses addresses)
      throws IOException, InterruptedException {
    Path config = addresses.vigie(directory, 100);
    try (Lan lan = new Lan("a", "b");
        Capture capture = capture(lan);
        Daemon vigie = Vigie.start(lan, "a", directory, config);
        Frr frr = new Frr(lan, directory, VRID, 200, 100, addresses.all())) {
      await("we are alone").atMost(LIMIT).until(() -> addresses.areAt(lan, "a"));
      try (Daemon vrrpd = frr.start()) {
        await("it preempts")
            .atMost(LIMIT)
            .until(() -> addresses.areAwayFrom(lan, "a") && frr.isActive());
        awaitWord(capture, 200, List.of());
        assertEquals(0, vrrpd.end());
      }
      await("it resigned").atMost(LIMIT).until(() -> addresses.areAt(lan, "a") && frr.isBackup());
      List<Long> before = words(capture, 200);
      try (Daemon vrrpd = frr.start()) {
        await("it preempts anew")
            .atMost(LIMIT)
            .until(() -> addresses.areAwayFrom(lan, "a") && frr.isActive());
        awaitWord(capture, 200, before);
        vrrpd.kill(); // zebra leaves the devices as they are
        await("we find it dead").atMost(LIMIT).until(() -> addresses.areAt(lan, "a"));
        complainsOfNothing(vrrpd.said());
      }
      assertFalse(vigie.said().contains("PeerConflict"), vigie.said());
      for (List<Advert> adverts : perFamily(capture.adverts())) {
        Adverts.noneOfOursIsWrong(adverts);
        Adverts.neverTwoActives(adverts, INTERVAL, 200);
        double resigned = Adverts.silenceAfterLast(adverts, false, 0);
        assertTrue(resigned < SKEW + SLACK, "%.3f s after it resigned".formatted(resigned));
        double died = Adverts.silenceAfterLast(adverts, false, 200);
        assertTrue(died < 3 * INTERVAL + SKEW + SLACK, "%.3f s after it died".formatted(died));
      }
    }
  }

  /** That it is active is seen before its first advert with its own priority. */
  private static void awaitWord(Capture capture, int priority, List<Long> before) {
    await("it has said so")
        .atMost(LIMIT)
        .until(
            () -> {
              List<Long> now = words(capture, priority);
              for (int i = 0; i < now.size(); i++) {
                if (now.get(i) <= (before.isEmpty() ? 0 : before.get(i))) {
                  return false;
                }
              }
              return true;
            });
  }

  /** How many adverts with a priority each family has, all families having some. */
  private static List<Long> words(Capture capture, int priority) throws IOException {
    return perFamily(capture.adverts()).stream()
        .map(family -> family.stream().filter(a -> a.priority() == priority).count())
        .toList();
  }

  /** At us: a macvlan device's own packets are not seen on its host's interface. */
  private Capture capture(Lan lan) throws IOException, InterruptedException {
    return new Capture(lan, "a", directory, "ip proto 112 or (ip6 proto 112)");
  }

  private static List<List<Advert>> perFamily(List<Advert> adverts) {
    Map<Boolean, List<Advert>> families =
        adverts.stream().collect(partitioningBy(advert -> advert.source().contains(":")));
    return families.values().stream().filter(family -> !family.isEmpty()).toList();
  }

  private static void complainsOfNothing(String log) {
    assertTrue(log.contains("Received VRRP Advertisement from"), "it heard us: " + log);
    assertEquals(
        List.of(),
        log.lines()
            .filter(line -> line.matches(".*(Datagram invalid|but this VRRP instance has).*"))
            .toList());
  }
}
