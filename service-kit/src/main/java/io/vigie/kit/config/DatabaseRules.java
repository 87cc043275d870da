package io.vigie.kit.config;

import java.util.function.BiConsumer;

/** What must hold for pools that follow a database. */
final class DatabaseRules {

  private DatabaseRules() {}

  static void rolesNeedAnApi(VigieConfig config, Findings findings) {
    if (config.kubernetes() != null || !findings.sound(KeyPath.of("kubernetes"))) {
      return;
    }
    following(
        config,
        (path, _) -> {
          KeyPath cnpg = path.then("servers").then("cnpg");
          if (findings.sound(cnpg)) {
            findings.error(
                cnpg,
                "%s needs `kubernetes`, which is missing".formatted(cnpg.quoted()),
                "how to reach the API that knows the primary",
                "add kubernetes: {servers: […]}, for db-watcher");
          }
        });
  }

  static void rolesNeverFailOpen(VigieConfig config, Findings findings) {
    following(
        config,
        (path, pool) -> {
          KeyPath failOpen = path.then("failOpen");
          if (pool.failOpen() && findings.sound(failOpen)) {
            findings.error(
                failOpen,
                "%s can't be for a pool that follows a primary".formatted(failOpen.quoted()),
                "false: any other server would be the wrong one",
                "remove it");
          }
        });
  }

  static void nodePortsStandAlone(VigieConfig config, Findings findings) {
    following(
        config,
        (path, pool) -> {
          KeyPath port = path.then("port");
          if (findings.isWritten(port) && findings.sound(port)) {
            findings.warning(
                port,
                "%s means nothing beside `nodePort`".formatted(port.quoted()),
                "",
                "remove it");
          }
        });
  }

  private static void following(VigieConfig config, BiConsumer<KeyPath, PoolConfig> rule) {
    config
        .pools()
        .forEach(
            (name, pool) -> {
              if (pool.database() != null) {
                rule.accept(KeyPath.of("pools", name), pool);
              }
            });
  }
}
