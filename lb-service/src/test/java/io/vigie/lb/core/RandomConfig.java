package io.vigie.lb.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Configurations at random: some of the nodes in one pool, with anything that may be set for it.
 */
final class RandomConfig {

  static final List<String> NODES = List.of("n1", "n2", "n3", "n4");
  static final Duration CONNECT = Duration.ofMillis(300);
  static final Duration QUEUE = Duration.ofMillis(500);
  static final int RETRIES = 3;

  private RandomConfig() {}

  /** One pool and one frontend, both named web. */
  static LbConfig config(SplittableRandom random) {
    Map<String, LbConfig.Server> servers = new LinkedHashMap<>();
    for (String node : NODES) {
      if (servers.isEmpty() || random.nextInt(5) > 0) {
        servers.put(
            node,
            new LbConfig.Server(
                80,
                1 + random.nextInt(3),
                random.nextInt(5) == 0,
                random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 0,
                random.nextInt(4)));
      }
    }
    LbConfig.Pool pool =
        new LbConfig.Pool(
            servers,
            random.nextBoolean() ? "c" : null,
            any(random, List.of(LbConfig.Balance.values())),
            random.nextInt(4) > 0,
            random.nextBoolean(),
            random.nextInt(RETRIES + 1),
            random.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(5),
            new LbConfig.Ejection(random.nextInt(4), Duration.ofSeconds(1), Duration.ofSeconds(10)),
            CONNECT,
            QUEUE,
            LbConfig.Header.NONE,
            random.nextInt(3) == 0 ? "db/pg" : null);
    LbConfig.Frontend web =
        new LbConfig.Frontend(
            "web",
            Map.of(),
            List.of(),
            List.of(),
            Cidr.parseAll(List.of("192.0.2.5")),
            30 + random.nextInt(30),
            random.nextInt(2) * 12,
            false);
    return new LbConfig(Map.of("web", web), Map.of("web", pool));
  }

  /** Any of these. */
  static <T> T any(SplittableRandom random, List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
