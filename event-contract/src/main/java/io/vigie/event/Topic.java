package io.vigie.event;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The catalogue of topics: one per producer kind, one partition each, so that each has a total
 * order.
 */
public enum Topic {
  HEALTH("vigie.health.v1", Retention.HISTORY),
  LB("vigie.lb.v1", Retention.HISTORY),
  TRAFFIC("vigie.traffic.v1", Retention.DAYS_30),
  VRRP("vigie.vrrp.v1", Retention.HISTORY),
  STORAGE("vigie.storage.v1", Retention.HISTORY, true),
  DB("vigie.db.v1", Retention.HISTORY, true),
  INCIDENT("vigie.incident.v1", Retention.HISTORY, true),
  /** Whose single partition one of several equal services has: that one speaks. It stays empty. */
  TURN("vigie.turn.v1", Retention.HOUR),
  PRESENCE("vigie.presence.v1", Retention.HOUR),
  COMMAND("vigie.command.v1", Retention.HISTORY);

  /** Partitions of every topic. */
  public static final int PARTITIONS = 1;

  /** Replication factor where there are as many brokers, else the number of brokers. */
  public static final int REPLICATION = 3;

  private final String wire;
  private final Retention retention;
  private final boolean oneVoice;

  Topic(String wire, Retention retention) {
    this(wire, retention, false);
  }

  Topic(String wire, Retention retention, boolean oneVoice) {
    this.wire = wire;
    this.retention = retention;
    this.oneVoice = oneVoice;
  }

  /**
   * Whether its events are the cluster's, said by one of several equal services, rather than those
   * of the host that says them.
   */
  public boolean oneVoice() {
    return oneVoice;
  }

  /** The topic's name in Kafka. */
  public String wire() {
    return wire;
  }

  /** Whether its last words are kept for ever, so that a start folds it from the beginning. */
  public boolean folded() {
    return retention == Retention.HISTORY;
  }

  /** The topic's configuration in Kafka, by Kafka's own keys, times in ms. */
  public Map<String, String> config() {
    Map<String, String> config = new LinkedHashMap<>();
    switch (retention) {
      case HISTORY -> {
        config.put("cleanup.policy", "compact");
        config.put("min.compaction.lag.ms", "2592000000"); // 30 days
        config.put("segment.ms", "86400000"); // 1 day
      }
      case DAYS_30 -> {
        config.put("cleanup.policy", "delete");
        config.put("retention.ms", "2592000000");
        config.put("segment.ms", "86400000");
      }
      case HOUR -> {
        config.put("cleanup.policy", "delete");
        config.put("retention.ms", "3600000");
        config.put("segment.ms", "600000"); // 10 min
      }
    }
    config.put("segment.bytes", "16777216"); // 16 MiB: small VMs
    config.put("message.timestamp.type", "LogAppendTime"); // by one clock, the broker's
    return config;
  }

  private enum Retention {
    /** All of 30 days, then the last word of each key. */
    HISTORY,
    DAYS_30,
    HOUR
  }
}
