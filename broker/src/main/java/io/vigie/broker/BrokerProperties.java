package io.vigie.broker;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Properties;

/** What Kafka is told: one small broker, quick to come back. */
final class BrokerProperties {

  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";

  private BrokerProperties() {}

  static Properties of(Path directory, String bootstrap, int controllerPort) {
    Properties kafka = new Properties();
    identity(kafka, directory, bootstrap, controllerPort);
    oneReplica(kafka);
    quickRestart(kafka);
    small(kafka);
    return kafka;
  }

  /** As Kafka writes it: an IPv6 address in brackets. */
  static String hostAndPort(InetAddress address, int port) {
    String host = address.getHostAddress();
    return (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port;
  }

  private static void identity(
      Properties kafka, Path directory, String bootstrap, int controllerPort) {
    String controller = "127.0.0.1:" + controllerPort;
    kafka.put("process.roles", "broker,controller");
    kafka.put("node.id", Integer.toString(NODE_ID));
    kafka.put("controller.quorum.voters", NODE_ID + "@" + controller);
    kafka.put("listeners", "PLAINTEXT://" + bootstrap + "," + CONTROLLER + "://" + controller);
    kafka.put("advertised.listeners", "PLAINTEXT://" + bootstrap);
    kafka.put("controller.listener.names", CONTROLLER);
    kafka.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    kafka.put("inter.broker.listener.name", "PLAINTEXT");
    kafka.put("log.dirs", directory.toString());
    kafka.put("auto.create.topics.enable", "false");
  }

  private static void oneReplica(Properties kafka) {
    kafka.put("default.replication.factor", "1");
    kafka.put("min.insync.replicas", "1");
    kafka.put("offsets.topic.replication.factor", "1");
    kafka.put("transaction.state.log.replication.factor", "1");
    kafka.put("transaction.state.log.min.isr", "1");
    kafka.put("share.coordinator.state.topic.replication.factor", "1");
    kafka.put("share.coordinator.state.topic.min.isr", "1");
  }

  /**
   * After a SIGKILL the controller refuses the new broker until the old one's session has ended, so
   * that session is short. An orderly stop ends it at once.
   */
  private static void quickRestart(Properties kafka) {
    kafka.put("controlled.shutdown.enable", "true");
    kafka.put("broker.session.timeout.ms", "1500");
    kafka.put("broker.heartbeat.interval.ms", "300");
    kafka.put("group.initial.rebalance.delay.ms", "0");
  }

  /** For a VM of 2 GB: a few threads, no large buffers, files of some MiB. */
  private static void small(Properties kafka) {
    kafka.put("num.network.threads", "1");
    kafka.put("num.io.threads", "2");
    kafka.put("background.threads", "2");
    kafka.put("num.replica.fetchers", "1");
    kafka.put("num.recovery.threads.per.data.dir", "1");
    kafka.put("log.cleaner.threads", "1");
    kafka.put("group.coordinator.threads", "1");
    kafka.put("share.coordinator.threads", "1");
    kafka.put("queued.max.requests", "100");
    kafka.put("log.cleaner.dedupe.buffer.size", "2097152"); // Kafka's own is 128 MiB of heap
    kafka.put("log.segment.bytes", "16777216"); // 16 MiB
    kafka.put("log.index.size.max.bytes", "1048576"); // 1 MiB, mapped into memory per segment
    kafka.put("num.partitions", "1");
    kafka.put("offsets.topic.num.partitions", "1");
    kafka.put("transaction.state.log.num.partitions", "1");
    kafka.put("share.coordinator.state.topic.num.partitions", "1");
    kafka.put("metadata.log.segment.bytes", "8388608"); // 8 MiB
    kafka.put("metadata.max.retention.bytes", "33554432"); // 32 MiB
    // The controller writes and syncs an empty record in each such interval; Kafka's own is 500 ms.
    kafka.put("metadata.max.idle.interval.ms", "5000");
  }
}
