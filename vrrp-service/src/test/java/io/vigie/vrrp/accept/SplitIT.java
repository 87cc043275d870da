package io.vigie.vrrp.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.lab.lan.Daemon;
import io.vigie.lab.lan.Lan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adverts that do not arrive: when the link heals there is one holder, and the link knows it. */
@Timeout(180)
class SplitIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String VIP = "10.78.0.8";
  private static final String CONFIG =
      "addresses: [10.78.0.8/24], vrid: 62, interval: 100ms, priority: { a: 150, b: 100 }, %s";

  @TempDir Path directory;

  @BeforeEach
  void everythingIsThere() throws IOException {
    String obstacle = Lan.obstacle("ip", "nft", "ping");
    assumeTrue(obstacle.isEmpty(), obstacle);
  }

  /** Whose adverts are lost on their way out. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "a b"})
  void afterALossOfAdvertsThereIsOneHolderAndTheLinkKnowsIt(String mute) throws IOException {
    Path config = Vigie.config(directory, CONFIG.formatted("preempt: true"));
    try (Lan lan = new Lan("a", "b");
        Daemon a = Vigie.start(lan, "a", directory, config);
        Daemon b = Vigie.start(lan, "b", directory, config)) {
      await("a holds it").atMost(LIMIT).until(() -> lan.has("a", VIP) && !lan.has("b", VIP));
      await("b watches").atMost(LIMIT).until(() -> b.said().contains("role=BACKUP"));
      for (String host : mute.split(" ", -1)) {
        lan.mute(host, true);
      }
      if (mute.contains("a")) {
        await("b takes over as well").atMost(LIMIT).until(() -> lan.has("b", VIP));
      }
      for (String host : mute.split(" ", -1)) {
        lan.mute(host, false);
      }
      await("one holder").atMost(Duration.ofSeconds(2)).until(() -> !lan.has("b", VIP));
      assertTrue(lan.has("a", VIP));
      lan.run("c", "ping", "-c", "1", "-W", "2", VIP);
      String mac = lan.mac("a");
      await("the client's cache points to it")
          .atMost(Duration.ofSeconds(3))
          .until(() -> lan.ip("c", "neigh", "show", VIP).contains(mac));
      assertTrue(a.isAlive());
    }
  }

  /**
   * {@code -Dvigie.drops} is how many drops, {@code -Dvigie.dropEvery} how many seconds from one to
   * the next: 20 and 30 are a bad evening.
   */
  @Test
  @Timeout(1_200)
  void aHostThatDropsOffAgainAndAgainDoesNotGetTheVipBackEachTime() throws IOException {
    int drops = Integer.getInteger("vigie.drops", 6);
    Duration every = Duration.ofSeconds(Integer.getInteger("vigie.dropEvery", 0));
    Path config = Vigie.config(directory, CONFIG.formatted("stability: { halfLife: 60s }"));
    try (Lan lan = new Lan("a", "b");
        Daemon a = Vigie.start(lan, "a", directory, config);
        Daemon b = Vigie.start(lan, "b", directory, config)) {
      await("a holds it").atMost(LIMIT).until(() -> lan.has("a", VIP) && !lan.has("b", VIP));
      await("b watches").atMost(LIMIT).until(() -> b.said().contains("role=BACKUP"));
      dropAndHeal(lan);
      int taken = moves(b, "ACTIVE");
      for (int drop = 1; drop < drops; drop++) {
        long next = System.nanoTime() + every.toNanos();
        await("time for the next").forever().until(() -> System.nanoTime() - next >= 0);
        dropAndHeal(lan);
      }
      assertTrue(a.said().contains("stays back"), a.said());
      assertEquals(taken, moves(b, "ACTIVE"), "b keeps what it took: " + b.said());
    }
  }

  private static void dropAndHeal(Lan lan) throws IOException {
    lan.isolate("a", true);
    await("each alone").atMost(LIMIT).until(() -> lan.has("a", VIP) && lan.has("b", VIP));
    lan.isolate("a", false);
    await("a gives way").atMost(LIMIT).until(() -> !lan.has("a", VIP) && lan.has("b", VIP));
  }

  @Test
  void aLinkThatGoesDownTakesTheHostOutAndItStaysBack() throws IOException {
    Path config = Vigie.config(directory, CONFIG.formatted("stability: { halfLife: 30s }"));
    try (Lan lan = new Lan("a", "b");
        Daemon a = Vigie.start(lan, "a", directory, config);
        Daemon b = Vigie.start(lan, "b", directory, config)) {
      await("a holds it").atMost(LIMIT).until(() -> lan.has("a", VIP) && !lan.has("b", VIP));
      await("b watches").atMost(LIMIT).until(() -> b.said().contains("role=BACKUP"));
      lan.cable("a", false);
      await("b has it").atMost(LIMIT).until(() -> lan.has("b", VIP) && !lan.has("a", VIP));
      lan.cable("a", true);
      await("a takes part again")
          .atMost(LIMIT)
          .until(() -> a.said().lastIndexOf("role=BACKUP") > a.said().indexOf("reason=FAULT"));
      b.kill();
      await("a is needed").atMost(LIMIT).until(() -> lan.has("a", VIP));
      assertTrue(a.said().contains("stays back"), a.said());
    }
  }

  private static int moves(Daemon daemon, String role) throws IOException {
    return List.of(daemon.said().split("role=" + role + ", was=", -1)).size() - 1;
  }
}
