package io.vigie.console.core.incident;

import io.vigie.event.CheckChanged;
import io.vigie.event.CheckChanged.CheckStatus;
import io.vigie.event.CheckResult;
import io.vigie.event.ClusterChanged;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.ConnectFailed;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.FailoverChanged.FailoverStage;
import io.vigie.event.FrontendChanged;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ObserverChanged;
import io.vigie.event.ObserverChanged.ObserverState;
import io.vigie.event.PoolChanged;
import io.vigie.event.PoolChanged.PoolState;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.event.TrafficSampled;
import io.vigie.event.TrafficSampled.Series;
import io.vigie.event.VipMoved;
import io.vigie.event.VolumeChanged;
import io.vigie.event.VolumeChanged.VolumeHealth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the services say of outages: the homelab's three nodes and two balancers. */
final class Play {

  static final Places PLACES =
      new Places(Map.of("k3s-1", "p1", "k3s-2", "p2"), Map.of("lb-1", "p1", "lb-2", "p2"));

  private static final String HEALTH = "health-service";
  private static final String LB = "lb-service";
  private static final String VRRP = "vrrp-service";
  private static final String STORAGE = "storage-watcher";
  private static final String DB = "db-watcher";

  final Log log;

  Play(Log log) {
    this.log = log;
  }

  /** Both observers reach the frontend: all is well. */
  void begins(long at) {
    log.say("lb-1", HEALTH, at, frontend(true));
    log.say("lb-2", HEALTH, at, frontend(true));
  }

  /**
   * A node dies and is back after a while; a word of each step.
   *
   * @param observers those that see it
   * @return when all is whole again
   */
  long nodeDies(String node, long at, long downMillis, List<String> observers, int volumes) {
    Envelope first = null;
    for (String observer : observers) {
      Envelope down = sees(observer, node, NodeStatus.DOWN, at + 1_000);
      first = first == null ? down : first;
      server(observer, node, ServerState.DOWN, ServerState.ACTIVE, at + 1_003, down);
      pool(observer, PoolState.DEGRADED, 2, at + 1_004, down);
    }
    long whole = volumes(node, at + 1_020, at + downMillis, volumes, first);
    for (String observer : observers) {
      Envelope up = sees(observer, node, NodeStatus.UP, at + downMillis);
      server(observer, node, ServerState.ACTIVE, ServerState.DOWN, at + downMillis + 3, up);
      pool(observer, PoolState.HEALTHY, 3, at + downMillis + 4, up);
    }
    return Math.max(whole, at + downMillis + 4);
  }

  /** An observer says what it holds of a node, after the check that tipped it. */
  Envelope sees(String observer, String node, NodeStatus status, long at) {
    boolean up = status == NodeStatus.UP;
    Envelope check =
        log.say(
            observer,
            HEALTH,
            at,
            new CheckChanged(
                node,
                "https",
                up ? CheckStatus.UP : CheckStatus.DOWN,
                up ? CheckResult.L4OK : CheckResult.L4TOUT,
                up ? "" : "no answer in 500 ms",
                up ? 1 : 500,
                up ? 3 : 0,
                2,
                2,
                false));
    List<String> checks = List.of("https");
    return log.say(
        observer,
        HEALTH,
        at + 1,
        new NodeChanged(
            node, status, up ? List.of() : checks, up ? checks : List.of(), 1000, 0, false),
        check);
  }

  private void server(
      String host, String node, ServerState state, ServerState was, long at, Envelope cause) {
    log.say(host, LB, at, new ServerChanged("https", node, state, was, "node", 3, 1), cause);
  }

  private void pool(String host, PoolState state, int usable, long at, Envelope cause) {
    log.say(host, LB, at, new PoolChanged("https", state, usable, 3), cause);
  }

  private long volumes(String node, long at, long backAt, int volumes, @Nullable Envelope cause) {
    if (volumes == 0) {
      return at;
    }
    storage(
        at,
        new NodeAtRisk(node, Risk.AT_RISK, "probes", 1, 1, volumes, 1L << 30, List.of()),
        cause);
    long whole = backAt;
    for (int i = 0; i < volumes; i++) {
      String volume = "pvc-" + node + "-" + i;
      storage(at + 8_000 + i, volume(volume, VolumeHealth.DEGRADED, 2), cause);
      Envelope queued = storage(backAt + 5_000 + i, rebuild(volume, RebuildStage.QUEUED, 0), cause);
      for (int percent = 10; percent < 100; percent += 30) {
        storage(
            backAt + 6_000 + i + 100L * percent,
            rebuild(volume, RebuildStage.COPYING, percent),
            queued);
      }
      whole = backAt + 20_000 + i;
      storage(whole, rebuild(volume, RebuildStage.DONE, 100), queued);
      storage(whole + 1, volume(volume, VolumeHealth.HEALTHY, 3), queued);
    }
    storage(
        whole + 1_000, new NodeAtRisk(node, Risk.CLEAR, "probes", 1, 1, 0, 0, List.of()), cause);
    return whole + 1_000;
  }

  private Envelope storage(long at, Event event, @Nullable Envelope cause) {
    return log.say("lb-2", STORAGE, at, event, cause);
  }

  private static VolumeChanged volume(String volume, VolumeHealth health, int healthy) {
    return new VolumeChanged(volume, health, "k3s-3", null, null, 1L << 30, 3, healthy, "");
  }

  private static RebuildChanged rebuild(String volume, RebuildStage stage, int percent) {
    return new RebuildChanged(
        volume, stage, volume + "-r", "k3s-1", null, 1, percent, 1L << 30, null, null, "", "");
  }

  /** The database's primary was there: the operator fails over. */
  void databaseFailsOver(long at, long backAt, Envelope cause) {
    Envelope started = failover(at + 50_000, FailoverStage.STARTED, null, cause);
    database(at + 50_010, DatabaseHealth.DOWN, 2, started);
    failover(at + 52_000, FailoverStage.TARGET_CHOSEN, null, started);
    failover(at + 70_000, FailoverStage.WRITABLE, 70_000L, started);
    database(at + 70_010, DatabaseHealth.DEGRADED, 2, started);
    failover(backAt + 30_000, FailoverStage.REDUNDANT, 70_000L, started);
    database(backAt + 30_010, DatabaseHealth.HEALTHY, 3, started);
  }

  private Envelope failover(long at, FailoverStage stage, @Nullable Long outage, Envelope cause) {
    return log.say(
        "lb-2",
        DB,
        at,
        new FailoverChanged(
            "db/pg-main",
            1,
            FailoverKind.FAILOVER,
            stage,
            "pg-main-1",
            "pg-main-2",
            null,
            null,
            null,
            null,
            outage,
            "",
            true,
            "",
            ""),
        cause);
  }

  private void database(long at, DatabaseHealth health, int ready, Envelope cause) {
    log.say(
        "lb-2",
        DB,
        at,
        new ClusterChanged("db/pg-main", health, null, null, 3, ready, List.of(), List.of(), ""),
        cause);
  }

  /**
   * The uplink of lb-1's machine dies: lb-1 doubts itself, lb-2 takes the VIP and sees k3s-1 down.
   *
   * @return the ids of what lb-1 said meanwhile: it reaches the log later
   */
  Set<String> cardDies(long at, long downMillis) {
    int before = log.events().size();
    Envelope doubt =
        log.say("lb-1", HEALTH, at + 900, observer(ObserverState.IMPAIRED, "all is lost"));
    log.say("lb-1", VRRP, at + 910, role(Role.INITIALIZE, Role.ACTIVE, RoleReason.FAULT), doubt);
    Set<String> spooled = new HashSet<>();
    log.events().subList(before, log.events().size()).forEach(e -> spooled.add(e.id()));
    log.say(
        "lb-2",
        VRRP,
        at + 361,
        new VipMoved("main", List.of("10.0.0.8"), "lb-1", "lb-2", RoleReason.ACTIVE_SILENT, 361L));
    unreached("lb-2", at + 200, at + 700);
    nodeDies("k3s-1", at + 500, downMillis, List.of("lb-2"), 2);
    long back = at + downMillis + 2_000;
    Envelope clear = log.say("lb-1", HEALTH, back, observer(ObserverState.CLEAR, ""));
    log.say(
        "lb-1", VRRP, back + 5, role(Role.BACKUP, Role.INITIALIZE, RoleReason.OUTRANKED), clear);
    return spooled;
  }

  /** Clients do not get through, as an observer sees it. */
  void unreached(String observer, long from, long to) {
    log.say(observer, HEALTH, from, frontend(false));
    log.say(observer, HEALTH, to, frontend(true));
  }

  /** The VIP is handed over, as somebody wanted: that is no incident. */
  void handedOver(long at) {
    log.say(
        "lb-2",
        VRRP,
        at,
        new VipMoved("main", List.of("10.0.0.8"), "lb-1", "lb-2", RoleReason.ACTIVE_RESIGNED, 12L));
    log.say("lb-1", VRRP, at + 3, role(Role.BACKUP, Role.LEAVING, RoleReason.HANDOVER));
  }

  /** A check fails and passes, a connect fails: that is no incident. */
  void hiccup(String node, long at) {
    log.say("lb-1", LB, at, new ConnectFailed("https", node, "10.0.0.3:443", CheckResult.L4CON, 1));
  }

  /** Ten seconds of traffic that end then, with failures in the first of them. */
  void traffic(String host, long at, long failures) {
    List<Long> failed = new ArrayList<>(Collections.nCopies(10, 0L));
    failed.set(0, failures);
    List<Long> zero = Collections.nCopies(10, 0L);
    Series series = new Series(Collections.nCopies(10, 20L), failed, zero, zero, zero, zero);
    log.say(host, LB, at, new TrafficSampled("https", series, Map.of()));
  }

  private static ObserverChanged observer(ObserverState state, String reason) {
    return new ObserverChanged("lb-1", state, reason, List.of());
  }

  private static FrontendChanged frontend(boolean reached) {
    return new FrontendChanged(
        "https",
        "10.0.0.8:443",
        reached,
        reached ? CheckResult.L4OK : CheckResult.L4TOUT,
        "",
        false);
  }

  private static RoleChanged role(Role role, Role was, RoleReason reason) {
    return new RoleChanged("main", 51, role, was, reason, "", 150, null, List.of("10.0.0.8"));
  }
}
