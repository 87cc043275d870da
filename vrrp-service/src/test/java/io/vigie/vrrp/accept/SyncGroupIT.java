package io.vigie.vrrp.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.lab.lan.Daemon;
import io.vigie.lab.lan.Lan;
import io.vigie.vrrp.accept.Capture.Advert;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three VIPs of both families in one group, beside keepalived's vrrp_sync_group. */
@Timeout(120)
class SyncGroupIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final List<String> VIPS = List.of("10.78.0.8", "10.78.0.9", "fd00:1::8");

  @TempDir Path directory;

  @BeforeEach
  void everythingIsThere() throws IOException {
    String obstacle = Lan.obstacle("ip", "keepalived", "tcpdump", "tshark");
    assumeTrue(obstacle.isEmpty(), obstacle);
  }

  @Test
  void itIsNeverSplitOverTwoMachines() throws IOException, InterruptedException {
    String common = "interval: 100ms, priority: { a: 150 }, preempt: true";
    Path config =
        Vigie.config(
            directory,
            "addresses: [10.78.0.8/24], vrid: 71, " + common,
            "addresses: [10.78.0.9/24], vrid: 72, " + common,
            "addresses: [\"fe80::8/64\", \"fd00:1::8/64\"], vrid: 73, " + common);
    try (Lan lan = new Lan("a", "b");
        Capture capture = new Capture(lan, "c", directory, "ip proto 112 or (ip6 proto 112)");
        Daemon keepalived = Keepalived.start(lan, "b", directory, keepalived())) {
      await("it holds all").atMost(LIMIT).until(() -> all(lan, "b"));
      try (Daemon vigie = Vigie.start(lan, "a", directory, config)) {
        await("we preempt all").atMost(LIMIT).until(() -> all(lan, "a") && none(lan, "b"));
        assertEquals(0, vigie.end());
      }
      await("it takes all").atMost(LIMIT).until(() -> all(lan, "b") && none(lan, "a"));
      try (Daemon vigie = Vigie.start(lan, "a", directory, config)) {
        await("we preempt all").atMost(LIMIT).until(() -> all(lan, "a") && none(lan, "b"));
        vigie.kill();
        await("it takes all").atMost(LIMIT).until(() -> all(lan, "b"));
      }
      assertTrue(keepalived.isAlive());
      neverSplit(capture.adverts());
    }
  }

  private static boolean all(Lan lan, String host) throws IOException {
    for (String vip : VIPS) {
      if (!lan.has(host, vip)) {
        return false;
      }
    }
    return true;
  }

  private static boolean none(Lan lan, String host) throws IOException {
    for (String vip : VIPS) {
      if (lan.has(host, vip)) {
        return false;
      }
    }
    return true;
  }

  /** Whoever spoke last for a VIP holds it; different holders may last for one interval. */
  private static void neverSplit(List<Advert> adverts) {
    Map<Integer, String> holders = new HashMap<>();
    double since = 0;
    for (Advert advert : adverts) {
      if (advert.priority() == 0) {
        holders.clear(); // they are on the move
        continue;
      }
      String host = advert.source().replaceAll(".*[.:]", "");
      holders.put(advert.vrid(), host);
      boolean split = holders.values().stream().distinct().count() > 1;
      if (!split) {
        since = 0;
      } else if (since == 0) {
        since = advert.seconds();
      } else {
        double lasted = advert.seconds() - since;
        assertTrue(lasted <= 0.11, "split for %.3f s: %s".formatted(lasted, holders));
      }
    }
  }

  private static String keepalived() {
    StringBuilder text = new StringBuilder("global_defs { vrrp_version 3 }\n");
    text.append("vrrp_sync_group G { group { V71\n V72\n V73\n } }\n");
    text.append(instance(71, "10.78.0.8/24"));
    text.append(instance(72, "10.78.0.9/24"));
    text.append(instance(73, "fe80::8/64\n fd00:1::8/64"));
    return text.toString();
  }

  private static String instance(int vrid, String addresses) {
    return """
    vrrp_instance V%d {
     state BACKUP
     interface eth0
     virtual_router_id %d
     priority 100
     advert_int 0.1
     virtual_ipaddress { %s }
    }
    """
        .formatted(vrid, vrid, addresses);
  }
}
