package io.vigie.event;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The wire name, topic and family of every event.
 *
 * <p>A family is one state; each of its events carries all of it, so the last one is enough. A new
 * optional field keeps the version; a new meaning makes the next one.
 */
public enum EventType {
  CHECK_CHANGED("health.check-changed.v1", Topic.HEALTH, "check", CheckChanged.class),
  NODE_CHANGED("health.node-changed.v1", Topic.HEALTH, "node", NodeChanged.class),
  FRONTEND_CHANGED("health.frontend-changed.v1", Topic.HEALTH, "frontend", FrontendChanged.class),
  OBSERVER_CHANGED("health.observer-changed.v1", Topic.HEALTH, "observer", ObserverChanged.class),
  SERVER_CHANGED("lb.server-changed.v1", Topic.LB, "server", ServerChanged.class),
  POOL_CHANGED("lb.pool-changed.v1", Topic.LB, "pool", PoolChanged.class),
  CONNECT_FAILED("lb.connect-failed.v1", Topic.LB, "connect", ConnectFailed.class),
  TRAFFIC_SAMPLED("lb.traffic-sampled.v1", Topic.TRAFFIC, "traffic", TrafficSampled.class),
  SESSIONS_RESET("lb.sessions-reset.v1", Topic.LB, "reset", SessionsReset.class),
  ROLE_CHANGED("vrrp.role-changed.v1", Topic.VRRP, "role", RoleChanged.class),
  VIP_MOVED("vrrp.vip-moved.v1", Topic.VRRP, "vip", VipMoved.class),
  PRIORITY_CHANGED("vrrp.priority-changed.v1", Topic.VRRP, "priority", PriorityChanged.class),
  PEER_CONFLICT("vrrp.peer-conflict.v1", Topic.VRRP, "conflict", PeerConflict.class),
  VIP_LOST("vrrp.vip-lost.v1", Topic.VRRP, "address", VipLost.class),
  NODE_AT_RISK("storage.node-at-risk.v1", Topic.STORAGE, "risk", NodeAtRisk.class),
  VOLUME_CHANGED("storage.volume-changed.v1", Topic.STORAGE, "volume", VolumeChanged.class),
  REPLICA_CHANGED("storage.replica-changed.v1", Topic.STORAGE, "replica", ReplicaChanged.class),
  REBUILD_CHANGED("storage.rebuild-changed.v1", Topic.STORAGE, "rebuild", RebuildChanged.class),
  LAST_REPLICA("storage.last-replica.v1", Topic.STORAGE, "last", LastReplica.class),
  PRIMARY_AT_RISK("db.primary-at-risk.v1", Topic.DB, "risk", PrimaryAtRisk.class),
  FAILOVER_CHANGED("db.failover-changed.v1", Topic.DB, "failover", FailoverChanged.class),
  CLUSTER_CHANGED("db.cluster-changed.v1", Topic.DB, "cluster", ClusterChanged.class),
  INCIDENT_OPENED("incident.opened.v1", Topic.INCIDENT, "incident", IncidentOpened.class),
  INCIDENT_UPDATED("incident.updated.v1", Topic.INCIDENT, "incident", IncidentUpdated.class),
  INCIDENT_CLOSED("incident.closed.v1", Topic.INCIDENT, "incident", IncidentClosed.class),
  HOUR_MEASURED("ledger.hour-measured.v1", Topic.INCIDENT, "hour", HourMeasured.class),
  SERVICE_ALIVE("presence.service-alive.v1", Topic.PRESENCE, "alive", ServiceAlive.class),
  COMMAND_REQUESTED("command.requested.v1", Topic.COMMAND, "request", CommandRequested.class),
  COMMAND_ANSWERED("command.answered.v1", Topic.COMMAND, "answer", CommandAnswered.class);

  /** Stands before every type on the wire. */
  public static final String PREFIX = "io.vigie.";

  /** Everything before the version, and the version. */
  private static final Pattern VERSIONED = Pattern.compile("(.+)\\.v([1-9][0-9]{0,5})");

  private static final Map<Class<? extends Event>, EventType> BY_RECORD =
      Arrays.stream(values()).collect(Collectors.toMap(EventType::record, Function.identity()));
  private static final Map<String, EventType> BY_WIRE =
      Arrays.stream(values()).collect(Collectors.toMap(EventType::wire, Function.identity()));

  private final String name;
  private final Topic topic;
  private final String family;
  private final Class<? extends Event> record;

  EventType(String name, Topic topic, String family, Class<? extends Event> record) {
    this.name = name;
    this.topic = topic;
    this.family = family;
    this.record = record;
  }

  /** The CloudEvents {@code type}, such as {@code io.vigie.health.node-changed.v1}. */
  public String wire() {
    return PREFIX + name;
  }

  /** The topic it is published to. */
  public Topic topic() {
    return topic;
  }

  /** The state it is the last word on, such as {@code node}. */
  public String family() {
    return family;
  }

  /** The record that carries it. */
  public Class<? extends Event> record() {
    return record;
  }

  /** The type of an event. */
  public static EventType of(Event event) {
    EventType type = BY_RECORD.get(event.getClass());
    if (type == null) {
      throw new IllegalStateException("no EventType for " + event.getClass());
    }
    return type;
  }

  /** The type with this CloudEvents {@code type}, or null if this version knows none. */
  public static @Nullable EventType ofWire(String wire) {
    return BY_WIRE.get(wire);
  }

  /**
   * The types with this name, as people write it: {@code node-changed}, {@code
   * health.node-changed.v1} or the whole. Empty if there is none.
   */
  public static Set<EventType> called(String name) {
    Set<EventType> fitting = EnumSet.noneOf(EventType.class);
    for (EventType type : values()) {
      String wire = type.wire();
      String unversioned = wire.substring(0, wire.lastIndexOf(".v"));
      if (isCalled(wire, name) || isCalled(unversioned, name)) {
        fitting.add(type);
      }
    }
    return fitting;
  }

  /** Whether it is the name, or ends with it after a dot. */
  private static boolean isCalled(String wire, String name) {
    return !name.isEmpty() && ("." + wire).endsWith("." + name);
  }

  /** Whether this is a later version of a type that is known here. */
  static boolean isNewer(String wire) {
    Matcher asked = VERSIONED.matcher(wire);
    if (!asked.matches()) {
      return false;
    }
    for (EventType type : values()) {
      Matcher known = VERSIONED.matcher(type.wire());
      if (known.matches()
          && known.group(1).equals(asked.group(1))
          && Integer.parseInt(asked.group(2)) > Integer.parseInt(known.group(2))) {
        return true;
      }
    }
    return false;
  }
}
