package io.vigie.kit.news.kafka;

import io.vigie.event.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the catalogue of topics true in Kafka, or says what a person has to do. Blocks. */
final class Topics {

  /** What our promises rest on; other settings are the owner's to change. */
  private static final List<String> COMPARED = List.of("cleanup.policy", "message.timestamp.type");

  private final Admin admin;
  private final long endNanos;

  private Topics(Admin admin, long endNanos) {
    this.admin = admin;
    this.endNanos = endNanos;
  }

  /**
   * Creates the topics that are missing and compares the others; changes none.
   *
   * @return what a person should know; empty when all is well
   */
  static List<String> ensure(Admin admin, int limitMillis)
      throws InterruptedException, ExecutionException, TimeoutException {
    return new Topics(admin, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis))
        .ensure();
  }

  private List<String> ensure() throws InterruptedException, ExecutionException, TimeoutException {
    Set<String> there = get(admin.listTopics().names());
    List<String> warnings = new ArrayList<>();
    int brokers = -1;
    for (Topic topic : Topic.values()) {
      if (!there.contains(topic.wire())) {
        brokers = brokers < 0 ? get(admin.describeCluster().nodes()).size() : brokers;
        create(topic, Math.min(Topic.REPLICATION, brokers), warnings);
      }
    }
    Set<String> ours =
        Arrays.stream(Topic.values()).map(Topic::wire).collect(Collectors.toUnmodifiableSet());
    compare(ours.stream().filter(there::contains).toList(), warnings);
    return warnings;
  }

  private void create(Topic topic, int replicas, List<String> warnings)
      throws InterruptedException, ExecutionException, TimeoutException {
    NewTopic wanted =
        new NewTopic(topic.wire(), Topic.PARTITIONS, (short) replicas).configs(topic.config());
    try {
      get(admin.createTopics(List.of(wanted)).all());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return; // another service was quicker
      }
      if (!(e.getCause() instanceof AuthorizationException)) {
        throw e;
      }
      warnings.add(
          "topic %s is missing and may not be created by us: kafka-topics.sh --create --topic %s --partitions %d%s"
              .formatted(
                  topic.wire(),
                  topic.wire(),
                  Topic.PARTITIONS,
                  new TreeMap<>(topic.config())
                      .entrySet().stream()
                          .map(entry -> " --config " + entry)
                          .collect(Collectors.joining())));
    }
  }

  private void compare(List<String> names, List<String> warnings)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, TopicDescription> found = get(admin.describeTopics(names).allTopicNames());
    List<ConfigResource> resources =
        names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    Map<ConfigResource, Config> configs = get(admin.describeConfigs(resources).all());
    for (Topic topic : Topic.values()) {
      TopicDescription description = found.get(topic.wire());
      if (description == null) {
        continue;
      }
      int partitions = description.partitions().size();
      if (partitions != Topic.PARTITIONS) {
        warnings.add(
            "topic %s has %d partitions, expected %d: only the first is used; to mend, stop Vigie, delete the topic and start again"
                .formatted(topic.wire(), partitions, Topic.PARTITIONS));
      }
      Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.wire()));
      if (config != null) {
        compare(topic, config, warnings);
      }
    }
  }

  private static void compare(Topic topic, Config config, List<String> warnings) {
    for (String key : COMPARED) {
      String wanted = topic.config().get(key);
      ConfigEntry entry = config.get(key);
      if (wanted != null && entry != null && !wanted.equals(entry.value())) {
        warnings.add(
            "topic %s has %s=%s, expected %s: kafka-configs.sh --alter --entity-type topics --entity-name %s --add-config %s=%s"
                .formatted(topic.wire(), key, entry.value(), wanted, topic.wire(), key, wanted));
      }
    }
  }

  private <T> T get(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(Math.max(1, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
  }
}
