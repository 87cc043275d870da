package io.vigie.kit.news;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.Envelope;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The topics are made as the catalogue says, and what they refuse is told. */
@Timeout(120)
class TopicsIT extends NewsThroughKafka {

  @Test
  void anEventThatTheTopicDoesNotTakeIsCountedAndTheNextArrives() throws Exception {
    Member sender = member(ServiceName.HEALTH, "lb-8");
    Envelope before = sender.publish(NewsConfig.node(node, 1));
    await().atMost(LIMIT).until(() -> arrived(before));
    log.configure(Topic.HEALTH, "max.message.bytes", "2000");
    try {
      sender.publish(
          new NodeChanged(
              node, NodeStatus.DOWN, List.of("x".repeat(3_000)), List.of(), 2, 0, false));
      Envelope after = sender.publish(NewsConfig.node(node, 3));
      await().atMost(LIMIT).until(() -> arrived(after));
      assertEquals(
          1, sender.meters.get("vigie.news.dropped").tag("reason", "refused").counter().count());
      assertEquals(
          List.of(before, after),
          log.from(before.source(), Topic.HEALTH).stream()
              .filter(one -> one.event().subject().equals(node))
              .toList());
    } finally {
      log.configure(Topic.HEALTH, "max.message.bytes", "1048588");
    }
  }

  @Test
  void aTopicThatDiffersFromTheCatalogueIsReported() throws Exception {
    member(ServiceName.HEALTH, "lb-1");
    await().atMost(LIMIT).until(() -> log.has(Topic.TRAFFIC));
    log.configure(Topic.TRAFFIC, "cleanup.policy", "compact");
    try {
      Member member = member(ServiceName.LB, "lb-4");
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  member
                      .warnings()
                      .contains(
                          "topic vigie.traffic.v1 has cleanup.policy=compact, expected delete:"
                              + " kafka-configs.sh --alter --entity-type topics --entity-name"
                              + " vigie.traffic.v1 --add-config cleanup.policy=delete"));
      assertEquals("compact", log.config(Topic.TRAFFIC, "cleanup.policy")); // the owner's to change
    } finally {
      log.configure(Topic.TRAFFIC, "cleanup.policy", "delete");
    }
  }

  @Test
  void makesTheTopicsOfTheCatalogue() throws Exception {
    member(ServiceName.HEALTH, "lb-1");
    for (Topic topic : Topic.values()) {
      await().atMost(LIMIT).until(() -> log.has(topic));
      assertEquals(1, log.partitions(topic));
      for (var wanted : topic.config().entrySet()) {
        assertEquals(wanted.getValue(), log.config(topic, wanted.getKey()), wanted.getKey());
      }
    }
  }
}
