package io.vigie.kit.notify.core;

import io.vigie.event.CheckChanged;
import io.vigie.event.ClusterChanged;
import io.vigie.event.CommandAnswered;
import io.vigie.event.CommandRequested;
import io.vigie.event.ConnectFailed;
import io.vigie.event.Event;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FrontendChanged;
import io.vigie.event.HourMeasured;
import io.vigie.event.IncidentClosed;
import io.vigie.event.IncidentOpened;
import io.vigie.event.IncidentUpdated;
import io.vigie.event.LastReplica;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.event.NodeChanged;
import io.vigie.event.ObserverChanged;
import io.vigie.event.ObserverChanged.ObserverState;
import io.vigie.event.PeerConflict;
import io.vigie.event.PoolChanged;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.event.PriorityChanged;
import io.vigie.event.RebuildChanged;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServiceAlive;
import io.vigie.event.SessionsReset;
import io.vigie.event.TrafficSampled;
import io.vigie.event.VipLost;
import io.vigie.event.VipMoved;
import io.vigie.event.VolumeChanged;
import io.vigie.kit.config.NotifyConfig.Occasion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an event says to somebody who wants to be told.
 *
 * @param occasion why it is told
 * @param bearing whether it begins or ends a trouble
 * @param kind see {@link Notice}
 * @param name likewise
 * @param state likewise
 * @param priority likewise
 */
record Said(
    Occasion occasion, Bearing bearing, String kind, String name, String state, int priority) {

  /** What it means for what was told before. */
  enum Bearing {
    /** It stands for itself: always told. */
    NEWS,
    /** It begins a trouble, or makes another one of it: told once. */
    TROUBLE,
    /** It ends one: told if that was. */
    OVER
  }

  /** What is to be told of an event; empty for what nobody wants to be woken for. */
  static Optional<Said> of(Event event) {
    return Optional.ofNullable(
        switch (event) {
          case RoleChanged role -> role(role);
          case VipMoved moved -> news(Occasion.VIP_MOVED, "VIP", moved.vip(), "MOVED");
          case VipLost lost ->
              news(
                  Occasion.VIP_TROUBLE,
                  "ADDRESS",
                  lost.subject(),
                  lost.restored() ? "RESTORED" : "LOST");
          case PeerConflict conflict ->
              either(
                  Occasion.VIP_TROUBLE,
                  conflict.open(),
                  "PEER",
                  conflict.subject(),
                  "CONFLICT",
                  "CLEAR");
          case NodeChanged node -> node.impaired() ? null : node(node);
          case ObserverChanged observer ->
              either(
                  Occasion.OBSERVER,
                  observer.state() == ObserverState.IMPAIRED,
                  "OBSERVER",
                  observer.observer(),
                  "IMPAIRED",
                  "CLEAR");
          case FrontendChanged frontend ->
              frontend.impaired()
                  ? null
                  : either(
                      Occasion.FRONTEND,
                      !frontend.reached(),
                      "FRONTEND",
                      frontend.frontend(),
                      "DOWN",
                      "UP");
          case ServerChanged server -> server(server);
          case PoolChanged pool -> pool(pool);
          case LastReplica last ->
              either(
                  Occasion.LAST_REPLICA,
                  last.alarm(),
                  "REPLICA",
                  last.volume(),
                  last.replica() == null ? "NONE" : "LAST",
                  "CLEAR");
          case VolumeChanged volume -> volume(volume);
          case NodeAtRisk risk ->
              risk.part() > 1
                  ? null
                  : either(
                      Occasion.VOLUME,
                      risk.risk() == Risk.AT_RISK,
                      "STORAGE",
                      risk.node(),
                      "RISK",
                      "CLEAR");
          case RebuildChanged rebuild -> rebuild(rebuild);
          case PrimaryAtRisk risk ->
              either(Occasion.DATABASE, risk.alarm(), "PRIMARY", risk.cluster(), "RISK", "CLEAR");
          case ClusterChanged database -> database(database);
          case FailoverChanged failover -> failover(failover);
          case IncidentOpened opened -> incident(opened.subject(), "OPENED");
          case IncidentClosed closed -> incident(closed.subject(), "CLOSED");
          case IncidentUpdated _,
              HourMeasured _,
              CheckChanged _,
              ConnectFailed _,
              TrafficSampled _,
              SessionsReset _,
              PriorityChanged _,
              ReplicaChanged _,
              ServiceAlive _,
              CommandRequested _,
              CommandAnswered _ ->
              null;
        });
  }

  /** As keepalived's notify: STOP when it was asked to, FAULT when it cannot take part. */
  private static @Nullable Said role(RoleChanged r) {
    String state =
        switch (r.role()) {
          case ACTIVE -> "MASTER";
          case BACKUP -> "BACKUP";
          case INITIALIZE -> r.reason() == RoleReason.STOPPED ? "STOP" : "FAULT";
          case LEAVING -> "";
        };
    return state.isEmpty()
        ? null // still the master
        : new Said(Occasion.VIP_ROLE, Bearing.NEWS, "INSTANCE", r.vip(), state, r.priority());
  }

  private static Said node(NodeChanged n) {
    return switch (n.status()) {
      case UP -> over(Occasion.NODE, "NODE", n.node(), n.status());
      case DEGRADED, DOWN, FLAPPING -> trouble(Occasion.NODE, "NODE", n.node(), n.status());
    };
  }

  private static @Nullable Said server(ServerChanged s) {
    return switch (s.state()) {
      case ACTIVE, SLOW_START, STANDBY -> over(Occasion.SERVER, "SERVER", s.subject(), s.state());
      case DOWN, EJECTED -> trouble(Occasion.SERVER, "SERVER", s.subject(), s.state());
      case SUPPRESSED, DRAINING, MAINTENANCE -> null;
    };
  }

  private static Said pool(PoolChanged p) {
    return switch (p.state()) {
      case HEALTHY, DEGRADED -> over(Occasion.POOL, "POOL", p.pool(), p.state());
      case FAILING_OPEN, REFUSING -> trouble(Occasion.POOL, "POOL", p.pool(), p.state());
    };
  }

  private static Said volume(VolumeChanged v) {
    return switch (v.health()) {
      case STRANDED, FAULTED -> trouble(Occasion.VOLUME, "VOLUME", v.volume(), v.health());
      case HEALTHY, DEGRADED, DETACHED, DELETED ->
          over(Occasion.VOLUME, "VOLUME", v.volume(), v.health());
    };
  }

  private static @Nullable Said rebuild(RebuildChanged r) {
    return switch (r.stage()) {
      case FAILED, UNPLACEABLE -> trouble(Occasion.REBUILD, "REBUILD", r.volume(), r.stage());
      case DONE, DROPPED -> over(Occasion.REBUILD, "REBUILD", r.volume(), r.stage());
      case EXPECTED, QUEUED, COPYING -> null;
    };
  }

  private static Said database(ClusterChanged c) {
    return switch (c.health()) {
      case DEGRADED, DOWN -> trouble(Occasion.DATABASE, "DATABASE", c.cluster(), c.health());
      case HEALTHY, HIBERNATED, DELETED ->
          over(Occasion.DATABASE, "DATABASE", c.cluster(), c.health());
    };
  }

  private static @Nullable Said failover(FailoverChanged f) {
    return switch (f.stage()) {
      case STARTED, WRITABLE, REDUNDANT, REFUSED, ABANDONED ->
          news(Occasion.FAILOVER, "FAILOVER", f.cluster(), word(f.stage()));
      case TARGET_CHOSEN -> null;
    };
  }

  private static Said incident(String id, String state) {
    return news(Occasion.INCIDENT, "INCIDENT", id, state);
  }

  private static Said either(
      Occasion why, boolean bad, String kind, String name, String trouble, String over) {
    return new Said(why, bad ? Bearing.TROUBLE : Bearing.OVER, kind, name, bad ? trouble : over, 0);
  }

  private static Said news(Occasion why, String kind, String name, String state) {
    return new Said(why, Bearing.NEWS, kind, name, state, 0);
  }

  private static Said trouble(Occasion why, String kind, String name, Enum<?> state) {
    return new Said(why, Bearing.TROUBLE, kind, name, word(state), 0);
  }

  private static Said over(Occasion why, String kind, String name, Enum<?> state) {
    return new Said(why, Bearing.OVER, kind, name, word(state), 0);
  }

  private static String word(Enum<?> state) {
    return state.name().replace('_', '-');
  }
}
