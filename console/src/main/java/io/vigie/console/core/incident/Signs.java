package io.vigie.console.core.incident;

import io.vigie.console.core.incident.Sign.Mood;
import io.vigie.event.ClusterChanged;
import io.vigie.event.Envelope;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.FrontendChanged;
import io.vigie.event.LastReplica;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeChanged;
import io.vigie.event.ObserverChanged;
import io.vigie.event.PeerConflict;
import io.vigie.event.PeerConflict.ConflictKind;
import io.vigie.event.PoolChanged;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.event.PriorityChanged;
import io.vigie.event.RebuildChanged;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.ReplicaChanged.ReplicaState;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.event.ServerChanged;
import io.vigie.event.VipLost;
import io.vigie.event.VipMoved;
import io.vigie.event.VolumeChanged;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what events say of things. */
final class Signs {

  /** Stands among the places of what clients notice. */
  static final String SERVICE = "service";

  /** A VIP that moves for one of these was lost by who had it. */
  private static final Set<RoleReason> LOST =
      EnumSet.of(
          RoleReason.ACTIVE_SILENT, RoleReason.STALLED, RoleReason.LB_LOST, RoleReason.FAULT);

  private final Places places;

  Signs(Places places) {
    this.places = places;
  }

  /** What an event says; null if it says nothing of how a thing is. */
  @Nullable Sign of(Envelope envelope) {
    String host = envelope.host();
    return switch (envelope.event()) {
      case NodeChanged node -> node.impaired() ? null : node(node, host);
      case ObserverChanged observer -> observer(observer, host);
      case FrontendChanged frontend -> frontend.impaired() ? null : frontend(frontend, host);
      case ServerChanged server -> server(server, host);
      case PoolChanged pool -> pool(pool, host);
      case VipMoved moved -> moved(moved);
      case RoleChanged role -> role(role, host);
      case PriorityChanged priority -> priority(priority, host);
      case PeerConflict conflict when conflict.kind() == ConflictKind.TWO_ACTIVE ->
          own(
              "conflict/" + conflict.subject(),
              host,
              Trouble.VIP_IN_DOUBT,
              conflict.vip(),
              conflict.open() ? Mood.BAD : Mood.GOOD,
              SERVICE);
      case VipLost lost ->
          own(
              "address/" + lost.subject(),
              host,
              Trouble.VIP_IN_DOUBT,
              lost.vip(),
              Mood.BLIP,
              places.ofBalancer(host),
              SERVICE);
      case NodeAtRisk risk ->
          shared(
              "risk/" + risk.subject(),
              Trouble.NODE_DOWN,
              risk.node(),
              bad(risk.risk() == NodeAtRisk.Risk.AT_RISK),
              true,
              places.ofNode(risk.node()));
      case VolumeChanged volume -> volume(volume);
      case RebuildChanged rebuild ->
          shared(
              "volume/" + rebuild.volume(),
              Trouble.VOLUME_HURT,
              rebuild.volume(),
              Mood.ASIDE,
              false);
      case ReplicaChanged replica -> replica(replica);
      case LastReplica last ->
          shared(
              "last/" + last.volume(), Trouble.VOLUME_HURT, last.volume(), bad(last.alarm()), true);
      case PrimaryAtRisk risk -> primary(risk);
      case FailoverChanged failover -> failover(failover);
      case ClusterChanged cluster -> cluster(cluster);
      default -> null;
    };
  }

  private Sign node(NodeChanged node, String host) {
    Mood mood =
        switch (node.status()) {
          case DOWN, FLAPPING -> Mood.BAD;
          case UP, DEGRADED -> Mood.GOOD;
        };
    return own(
        "node/" + node.node(),
        host,
        Trouble.NODE_DOWN,
        node.node(),
        mood,
        places.ofNode(node.node()));
  }

  private Sign observer(ObserverChanged observer, String host) {
    return own(
        "observer",
        host,
        Trouble.OBSERVER_IMPAIRED,
        observer.observer(),
        bad(observer.state() == ObserverChanged.ObserverState.IMPAIRED),
        places.ofBalancer(observer.observer()));
  }

  private static Sign frontend(FrontendChanged frontend, String host) {
    return own(
        "frontend/" + frontend.frontend(),
        host,
        Trouble.FRONTEND_LOST,
        frontend.frontend(),
        bad(!frontend.reached()),
        SERVICE);
  }

  private Sign server(ServerChanged server, String host) {
    Mood mood =
        switch (server.state()) {
          case DOWN, EJECTED, SUPPRESSED -> Mood.BAD;
          case ACTIVE, SLOW_START, STANDBY, DRAINING, MAINTENANCE -> Mood.GOOD;
        };
    return new Sign(
        "server/" + server.subject() + "@" + host,
        true,
        Trouble.SERVER_OUT,
        server.subject(),
        mood,
        false,
        List.of(places.ofNode(server.server())));
  }

  private static Sign pool(PoolChanged pool, String host) {
    Mood mood =
        switch (pool.state()) {
          case FAILING_OPEN, REFUSING -> Mood.BAD;
          case HEALTHY, DEGRADED -> Mood.GOOD;
        };
    return own("pool/" + pool.pool(), host, Trouble.POOL_LOST, pool.pool(), mood, SERVICE);
  }

  /** Who lost a VIP is gone until it says again that it could hold it. */
  private @Nullable Sign moved(VipMoved moved) {
    String from = moved.from();
    if (from == null || from.equals(moved.to())) {
      return null;
    }
    boolean ours = places.isBalancer(from);
    boolean lost = LOST.contains(moved.reason());
    return new Sign(
        "router/" + moved.vip() + "@" + from,
        false,
        ours ? Trouble.BALANCER_GONE : Trouble.VIP_IN_DOUBT,
        ours ? from : moved.vip(),
        lost && ours ? Mood.BAD : Mood.BLIP,
        lost,
        List.of(places.ofBalancer(from), SERVICE));
  }

  private Sign role(RoleChanged role, String host) {
    Mood mood =
        switch (role.role()) {
          case BACKUP, ACTIVE -> Mood.GOOD;
          case INITIALIZE -> role.reason() == RoleReason.FAULT ? Mood.BAD : Mood.ASIDE;
          case LEAVING -> Mood.ASIDE;
        };
    return new Sign(
        "router/" + role.vip() + "@" + host,
        false,
        Trouble.BALANCER_GONE,
        host,
        mood,
        true,
        List.of(places.ofBalancer(host)));
  }

  /** Priority 1 says that nobody serves there. */
  private Sign priority(PriorityChanged priority, String host) {
    boolean nobody = priority.priority() == 1 && priority.configured() > 1;
    return own(
        "priority/" + priority.vip(),
        host,
        Trouble.SERVICE_LOST,
        host,
        bad(nobody),
        places.ofBalancer(host));
  }

  private static Sign volume(VolumeChanged volume) {
    Mood mood =
        switch (volume.health()) {
          case DEGRADED, STRANDED, FAULTED -> Mood.BAD;
          case HEALTHY, DETACHED, DELETED -> Mood.GOOD;
        };
    return shared("volume/" + volume.volume(), Trouble.VOLUME_HURT, volume.volume(), mood, true);
  }

  /** It says on which node a volume was hurt. */
  private @Nullable Sign replica(ReplicaChanged replica) {
    String node = replica.node();
    return replica.state() != ReplicaState.FAILED || node == null
        ? null
        : shared(
            "replica/" + replica.replica(),
            Trouble.VOLUME_HURT,
            replica.volume(),
            Mood.BLIP,
            false,
            places.ofNode(node));
  }

  private Sign primary(PrimaryAtRisk risk) {
    String node = risk.node();
    return shared(
        "primary/" + risk.cluster(),
        Trouble.DATABASE_HURT,
        risk.cluster(),
        bad(risk.alarm()),
        true,
        node == null ? new String[0] : new String[] {places.ofNode(node)});
  }

  private static @Nullable Sign failover(FailoverChanged failover) {
    if (failover.kind() == FailoverKind.SWITCHOVER) {
      return null;
    }
    Mood mood =
        switch (failover.stage()) {
          case STARTED, TARGET_CHOSEN, WRITABLE, REFUSED -> Mood.BAD;
          case REDUNDANT, ABANDONED -> Mood.GOOD;
        };
    return shared(
        "failover/" + failover.cluster(), Trouble.DATABASE_HURT, failover.cluster(), mood, true);
  }

  private static Sign cluster(ClusterChanged cluster) {
    Mood mood =
        switch (cluster.health()) {
          case DEGRADED, DOWN -> Mood.BAD;
          case HEALTHY, HIBERNATED, DELETED -> Mood.GOOD;
        };
    return shared(
        "cluster/" + cluster.cluster(), Trouble.DATABASE_HURT, cluster.cluster(), mood, true);
  }

  private static Mood bad(boolean bad) {
    return bad ? Mood.BAD : Mood.GOOD;
  }

  private static Sign own(
      String what, String host, Trouble trouble, String name, Mood mood, String... at) {
    return new Sign(what + "@" + host, true, trouble, name, mood, true, List.of(at));
  }

  private static Sign shared(
      String thread, Trouble trouble, String name, Mood mood, boolean opens, String... at) {
    return new Sign(thread, false, trouble, name, mood, opens, List.of(at));
  }
}
