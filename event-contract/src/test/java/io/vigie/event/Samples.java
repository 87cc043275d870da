package io.vigie.event;

import io.vigie.event.CheckChanged.CheckStatus;
import io.vigie.event.CommandAnswered.Outcome;
import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ObserverChanged.ObserverState;
import io.vigie.event.PeerConflict.ConflictKind;
import io.vigie.event.PoolChanged.PoolState;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.event.TrafficSampled.Series;
import io.vigie.event.VipLost.LossCause;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** One event of each type, as a node's death would make them: the examples of the documentation. */
final class Samples {

  private static final String CHECK = "019ab0a4-8c4d-7001-8000-000000000001";
  private static final Instant TIME = Instant.parse("2026-11-23T12:00:00.123Z");

  private Samples() {}

  /** One of each, in the order of {@link EventType}. */
  static List<Envelope> all() {
    return List.of(EventType.values()).stream().map(Samples::of).toList();
  }

  /** The one of a type. */
  static Envelope of(EventType type) {
    return switch (type) {
      case CHECK_CHANGED -> health(Fact.root(CHECK, check()));
      case NODE_CHANGED -> health(caused(2, node()).because(List.of(id(12), id(13))));
      case FRONTEND_CHANGED -> health(Fact.root(id(3), frontend()));
      case OBSERVER_CHANGED ->
          health(
              Fact.root(
                  id(4),
                  new ObserverChanged(
                      "lb-1",
                      ObserverState.IMPAIRED,
                      "every target outside host p1 and the gateway lost within 1.2 s",
                      List.of("192.168.1.1", "k3s-2", "k3s-3"))));
      case SERVER_CHANGED ->
          lb(
              caused(
                  5,
                  new ServerChanged(
                      "traefik",
                      "k3s-1",
                      ServerState.DOWN,
                      ServerState.ACTIVE,
                      "node down",
                      17,
                      1)));
      case POOL_CHANGED -> lb(caused(6, new PoolChanged("traefik", PoolState.DEGRADED, 2, 3)));
      case CONNECT_FAILED ->
          lb(
              Fact.root(
                  id(7),
                  new ConnectFailed(
                      "traefik", "k3s-1", "192.168.1.103:443", CheckResult.L4TOUT, 3)));
      case TRAFFIC_SAMPLED -> lb(Fact.root(id(8), traffic()));
      case SESSIONS_RESET -> lb(caused(19, new SessionsReset("main", List.of("192.168.1.8"), 42)));
      case ROLE_CHANGED ->
          vrrp(
              Fact.root(
                  id(14),
                  new RoleChanged(
                      "main",
                      51,
                      Role.ACTIVE,
                      Role.BACKUP,
                      RoleReason.ACTIVE_SILENT,
                      "nothing heard of lb-1 for 361 ms",
                      100,
                      "lb-2",
                      List.of("192.168.1.8"))));
      case VIP_MOVED ->
          vrrp(
              Fact.causedBy(
                  id(15),
                  new VipMoved(
                      "main",
                      List.of("192.168.1.8"),
                      "lb-1",
                      "lb-2",
                      RoleReason.ACTIVE_SILENT,
                      361L),
                  new Fact.Ref(id(14), id(14))));
      case PRIORITY_CHANGED ->
          vrrp(
              caused(
                  16,
                  new PriorityChanged("main", 1, 150, 150, List.of("observer lb-1 is impaired"))));
      case PEER_CONFLICT ->
          vrrp(
              Fact.root(
                  id(17),
                  new PeerConflict(
                      "main",
                      "192.168.1.7",
                      ConflictKind.INTERVAL,
                      true,
                      "advert interval 2 s, expected 1 s",
                      "set advert_int 1 in its keepalived.conf, or vips.main.interval here")));
      case VIP_LOST ->
          vrrp(Fact.root(id(18), new VipLost("main", "192.168.1.8", LossCause.REMOVED, true)));
      case NODE_AT_RISK,
          VOLUME_CHANGED,
          REPLICA_CHANGED,
          REBUILD_CHANGED,
          LAST_REPLICA,
          PRIMARY_AT_RISK,
          FAILOVER_CHANGED,
          CLUSTER_CHANGED ->
          ClusterSamples.of(type);
      case INCIDENT_OPENED, INCIDENT_UPDATED, INCIDENT_CLOSED, HOUR_MEASURED ->
          IncidentSamples.of(type);
      case SERVICE_ALIVE ->
          health(Fact.root(id(9), new ServiceAlive("lb-1", "health-service", "0.1.0", 86_400_000)));
      case COMMAND_REQUESTED ->
          by(
              "cli",
              Fact.root(
                  id(10),
                  new CommandRequested(
                      Kind.HANDOVER, "main", null, "2026-11-23T12:00:30Z", false, "owner@lb-1")));
      case COMMAND_ANSWERED ->
          lb(
              Fact.causedBy(
                  id(11),
                  new CommandAnswered(
                      id(10), "main", Outcome.DONE, "moved to lb-2", "lb-1/lb-service"),
                  new Fact.Ref(id(10), id(10))));
    };
  }

  private static CheckChanged check() {
    return new CheckChanged(
        "k3s-1",
        "traefik",
        CheckStatus.DOWN,
        CheckResult.L4CON,
        "connection refused",
        1,
        0,
        2,
        2,
        false);
  }

  private static NodeChanged node() {
    return new NodeChanged(
        "k3s-1", NodeStatus.DOWN, List.of("apiserver", "traefik"), List.of(), 1000, 0, false);
  }

  private static FrontendChanged frontend() {
    return new FrontendChanged(
        "https", "192.168.1.8:443", false, CheckResult.L4TOUT, "no answer in 500 ms", false);
  }

  private static TrafficSampled traffic() {
    Series series =
        new Series(
            List.of(20L, 21L, 19L, 20L, 20L, 22L, 18L, 20L, 20L, 20L),
            Collections.nCopies(10, 0L),
            List.of(0L, 0L, 2L, 1L, 0L, 0L, 0L, 0L, 0L, 0L),
            Collections.nCopies(10, 5L),
            Collections.nCopies(10, 14_336L),
            Collections.nCopies(10, 1_048_576L));
    return new TrafficSampled(
        "https", series, Map.of("traefik/k3s-3", series, "traefik/k3s-2", series));
  }

  static Fact caused(int n, Event event) {
    return Fact.causedBy(id(n), event, new Fact.Ref(CHECK, CHECK));
  }

  static String id(int n) {
    return "019ab0a4-8c4d-7001-8000-0000000000%02d".formatted(n);
  }

  private static Envelope health(Fact fact) {
    return by("health-service", fact);
  }

  private static Envelope lb(Fact fact) {
    return by("lb-service", fact);
  }

  private static Envelope vrrp(Fact fact) {
    return by("vrrp-service", fact);
  }

  static Envelope by(String service, Fact fact) {
    long n = Long.parseLong(fact.id().substring(24));
    return new Envelope(fact, Envelope.source("lb-1", service), new Sequence(12, 345 + n), TIME);
  }
}
