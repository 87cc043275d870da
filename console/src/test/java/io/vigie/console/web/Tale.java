package io.vigie.console.web;

import io.vigie.event.CheckResult;
import io.vigie.event.ClusterChanged;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.Envelope;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.FailoverChanged.FailoverStage;
import io.vigie.event.FrontendChanged;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Endangered;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.PoolChanged;
import io.vigie.event.PoolChanged.PoolState;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.event.ServiceAlive;
import io.vigie.event.VolumeChanged;
import io.vigie.event.VolumeChanged.VolumeHealth;
import java.time.Instant;
import java.util.List;

/** The cluster of {@link ConsoleRig}, well at first; then one of its nodes dies. */
record Tale(Log log) {

  static final String HEALTH = "health-service";
  static final String LB = "lb-service";
  static final String VRRP = "vrrp-service";
  static final String STORAGE = "storage-watcher";
  static final String DB = "db-watcher";

  /** Both balancers see all well. */
  void allIsWell() {
    for (String lb : List.of("lb-1", "lb-2")) {
      for (String node : List.of("k3s-1", "k3s-2", "k3s-3")) {
        log.says(lb, HEALTH, node(node, NodeStatus.UP));
        log.says(lb, LB, server(node, ServerState.ACTIVE, ""));
      }
      log.says(
          lb,
          HEALTH,
          new FrontendChanged("https", "192.168.1.8:443", true, CheckResult.L4OK, "", false));
      log.says(lb, LB, new PoolChanged("traefik", PoolState.HEALTHY, 3, 3));
      log.says(lb, VRRP, role(lb.equals("lb-1") ? Role.ACTIVE : Role.BACKUP));
      alive(lb);
    }
  }

  /** A balancer's services say that they are there. */
  void alive(String lb) {
    for (String service : List.of(HEALTH, LB, VRRP)) {
      log.says(lb, service, new ServiceAlive(lb, service, "0.1.0", 1_000));
    }
  }

  /** k3s-1 dies, and with it a replica and the primary of a database. */
  void nodeDies() {
    Envelope down = log.says("lb-1", HEALTH, node("k3s-1", NodeStatus.DOWN));
    log.says("lb-2", HEALTH, node("k3s-1", NodeStatus.DOWN));
    Instant now = Instant.now();
    log.says("lb-1", LB, server("k3s-1", ServerState.DOWN, "node down"), down.ref(), now);
    log.says("lb-1", LB, new PoolChanged("traefik", PoolState.DEGRADED, 2, 3), down.ref(), now);
    Endangered volume = new Endangered("pvc-1", "StatefulSet git/gitea", 7L << 30, 1, false);
    log.says(
        "lb-1",
        STORAGE,
        new NodeAtRisk("k3s-1", Risk.AT_RISK, "probes", 1, 1, 1, 7L << 30, List.of(volume)),
        down.ref(),
        now);
    log.says(
        "lb-1",
        STORAGE,
        new VolumeChanged(
            "pvc-1",
            VolumeHealth.DEGRADED,
            "k3s-2",
            "git/data",
            "StatefulSet git/gitea",
            7L << 30,
            2,
            1,
            "a replica failed"));
    log.says(
        "lb-1",
        STORAGE,
        new RebuildChanged(
            "pvc-1",
            RebuildStage.COPYING,
            "pvc-1-r-2",
            "k3s-3",
            null,
            1,
            42,
            7L << 30,
            100L << 20,
            41L,
            "42 % of 7.0 GiB",
            ""));
    log.says(
        "lb-1",
        DB,
        new FailoverChanged(
            "db/pg-main",
            1,
            FailoverKind.FAILOVER,
            FailoverStage.WRITABLE,
            "pg-main-1",
            "pg-main-2",
            null,
            51_000L,
            2_010L,
            19_764L,
            72_774L,
            "",
            true,
            "a quorum",
            ""));
    log.says(
        "lb-1",
        DB,
        new ClusterChanged(
            "db/pg-main",
            DatabaseHealth.DEGRADED,
            "pg-main-2",
            "k3s-2",
            3,
            2,
            List.of("pg-main-1"),
            List.of(),
            "Failing over"));
  }

  static NodeChanged node(String name, NodeStatus status) {
    boolean up = status == NodeStatus.UP;
    List<String> checks = List.of("traefik");
    return new NodeChanged(
        name, status, up ? List.of() : checks, up ? checks : List.of(), 0, 0, false);
  }

  private static ServerChanged server(String node, ServerState state, String cause) {
    return new ServerChanged("traefik", node, state, ServerState.ACTIVE, cause, 0, 1);
  }

  private static RoleChanged role(Role role) {
    return new RoleChanged(
        "main",
        51,
        role,
        Role.INITIALIZE,
        RoleReason.STARTED,
        "",
        150,
        "lb-1",
        List.of("192.168.1.8"));
  }
}
