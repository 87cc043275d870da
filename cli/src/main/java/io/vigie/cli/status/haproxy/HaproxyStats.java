package io.vigie.cli.status.haproxy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigie.event.CheckChanged;
import io.vigie.event.CheckChanged.CheckStatus;
import io.vigie.kit.config.FrontendConfig;
import io.vigie.kit.config.PoolConfig;
import io.vigie.kit.config.PoolConfig.ServerConfig;
import io.vigie.kit.config.VigieConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lines of HAProxy's {@code show stat} for one balancer: a frontend is a FRONTEND, a pool a BACKEND
 * with its servers. Pure.
 *
 * @param config the configuration
 * @param said what the balancer's services said of themselves
 * @param now the time
 */
record HaproxyStats(VigieConfig config, Said said, Instant now) {

  private static final int FRONTEND = 0;
  private static final int BACKEND = 1;
  private static final int SERVER = 2;
  private static final int WHOLE = 100;

  /**
   * What one balancer's services say.
   *
   * @param state lb-service's {@code /v1/state}
   * @param changed when the state of a pool, or of {@code pool/server}, changed last
   * @param checks the last word on each {@code node/check}
   */
  record Said(JsonNode state, Map<String, Instant> changed, Map<String, CheckChanged> checks) {}

  /** The lines, the first and the empty last one included. */
  List<String> lines() {
    JsonNode balancing = said.state().path("state").path("balancing");
    List<String> lines = new ArrayList<>(List.of(Row.head()));
    int id = 0;
    for (JsonNode frontend : balancing.path("frontends")) {
      lines.add(frontend(frontend, ++id).line());
    }
    for (JsonNode pool : balancing.path("pools")) {
      id++;
      int server = 0;
      for (JsonNode one : pool.path("servers")) {
        lines.add(server(pool.path("name").asText(), one, id, ++server).line());
      }
      lines.add(pool(pool, id).line());
    }
    lines.add("");
    return List.copyOf(lines);
  }

  private Row frontend(JsonNode frontend, int id) {
    String name = frontend.path("name").asText();
    JsonNode state = said.state().path("state");
    boolean open =
        state.path("listeners").has(name)
            || state.path("direct").valueStream().anyMatch(node -> node.asText().equals(name));
    Row row =
        traffic(new Row(name, "FRONTEND"), frontend)
            .set("iid", id)
            .set("sid", 0)
            .set("type", FRONTEND)
            .set("status", open ? "OPEN" : "STOP")
            .set("stot", frontend.path("accepted").asLong())
            .set("conn_tot", frontend.path("accepted").asLong())
            .set("dcon", frontend.path("rejected").path("denied").asLong());
    FrontendConfig configured = config.frontends().get(name);
    return configured == null ? row : row.set("slim", configured.maxConnections());
  }

  private Row pool(JsonNode pool, int id) {
    String name = pool.path("name").asText();
    Row row =
        new Row(name, "BACKEND")
            .set("iid", id)
            .set("sid", 0)
            .set("type", BACKEND)
            .set("qcur", pool.path("waiting").asLong())
            .set("scur", pool.path("sessions").asLong())
            .set("status", pool.path("state").asText().equals("refusing") ? "DOWN" : "UP");
    since(row, name);
    PoolConfig configured = config.pools().get(name);
    long weight = 0;
    int active = 0;
    int backup = 0;
    for (JsonNode server : pool.path("servers")) {
      if (isUp(server)) {
        boolean isBackup = isBackup(configured, server.path("name").asText());
        active += isBackup ? 0 : 1;
        backup += isBackup ? 1 : 0;
        weight += weight(server);
      }
    }
    row.set("act", active).set("bck", backup).set("weight", weight).set("uweight", weight);
    if (configured != null) {
      row.set("algo", configured.balance().name().toLowerCase(Locale.ROOT));
    }
    return row.set("stot", sum(pool, "sessions"))
        .set("bin", sum(pool, "bytesIn"))
        .set("bout", sum(pool, "bytesOut"))
        .set("econ", sum(pool, "failures"))
        .set("wredis", sum(pool, "retries"))
        .set("lbtot", sum(pool, "attempts"))
        .set("connect", sum(pool, "attempts"));
  }

  private Row server(String pool, JsonNode server, int id, int serverId) {
    String name = server.path("name").asText();
    PoolConfig configured = config.pools().get(pool);
    boolean backup = isBackup(configured, name);
    JsonNode totals = server.path("totals");
    Row row =
        traffic(new Row(pool, name), server)
            .set("iid", id)
            .set("sid", serverId)
            .set("type", SERVER)
            .set("stot", totals.path("sessions").asLong())
            .set("econ", totals.path("failures").asLong())
            .set("lbtot", totals.path("attempts").asLong())
            .set("connect", totals.path("attempts").asLong())
            .set("weight", weight(server))
            .set("uweight", server.path("weight").asLong())
            .set("act", backup ? 0 : 1)
            .set("bck", backup ? 1 : 0)
            .set("addr", server.path("address").asText(""))
            .set("status", status(server, configured));
    if (server.path("sharePercent").asInt(WHOLE) < WHOLE && isUp(server)) {
      row.set("throttle", server.path("sharePercent").asInt());
    }
    since(row, pool + "/" + name);
    ServerConfig limits = configured == null ? null : configured.servers().get(name);
    if (limits != null && limits.maxConnections() > 0) {
      row.set("slim", limits.maxConnections()).set("qlimit", limits.maxQueue());
    }
    check(row, configured, name);
    return row;
  }

  private void check(Row row, @Nullable PoolConfig pool, String node) {
    CheckChanged check =
        pool == null || pool.check() == null ? null : said.checks().get(node + "/" + pool.check());
    if (check != null) {
      row.set("check_status", check.result().name())
          .set("check_duration", check.durationMillis())
          .set("check_rise", check.rise())
          .set("check_fall", check.fall())
          .set("check_health", check.health());
      if (check.status() == CheckStatus.DOWN) {
        row.set("last_chk", check.detail());
      }
    }
  }

  private void since(Row row, String what) {
    Instant changed = said.changed().get(what);
    if (changed != null) {
      row.set("lastchg", Math.max(0, Duration.between(changed, now).toSeconds()));
    }
  }

  private static Row traffic(Row row, JsonNode of) {
    return row.set("scur", of.path("sessions").asLong())
        .set("bin", of.path("totals").path("bytesIn").asLong())
        .set("bout", of.path("totals").path("bytesOut").asLong());
  }

  /** HAProxy's words: NOLB takes no new connections, for a reason of its own. */
  private static String status(JsonNode server, @Nullable PoolConfig pool) {
    return switch (server.path("state").asText()) {
      case "active", "slow-start" -> pool != null && pool.check() == null ? "no check" : "UP";
      case "draining" -> "DRAIN";
      case "maintenance" -> "MAINT";
      case "suppressed", "standby" -> "NOLB";
      default -> "DOWN"; // down, ejected
    };
  }

  private static boolean isUp(JsonNode server) {
    String state = server.path("state").asText();
    return state.equals("active") || state.equals("slow-start");
  }

  private static boolean isBackup(@Nullable PoolConfig pool, String server) {
    ServerConfig known = pool == null ? null : pool.servers().get(server);
    return known != null && known.backup();
  }

  private static long weight(JsonNode server) {
    return server.path("weight").asLong() * server.path("sharePercent").asLong(WHOLE) / WHOLE;
  }

  private static long sum(JsonNode pool, String total) {
    return pool.path("servers")
        .valueStream()
        .mapToLong(server -> server.path("totals").path(total).asLong())
        .sum();
  }
}
