package io.vigie.cli.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Envelope;
import io.vigie.event.Sequence;
import io.vigie.event.Topic;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker is killed under load and stays away for {@code -Dvigie.outage.seconds}, 10 by default.
 */
class KafkaAwayIT {

  private static final long OUTAGE_SECONDS = Long.getLong("vigie.outage.seconds", 10);

  @TempDir Path directory;

  @Test
  void nobodyNoticesAndEveryEventOfThatTimeIsInTheTopicOnce() throws Exception {
    outage(false);
  }

  @Test
  void notEvenIfHealthServiceIsKilledInTheMiddle() throws Exception {
    outage(true);
  }

  private void outage(boolean killHealth) throws Exception {
    try (Homelab lab = new Homelab(directory);
        LinkTap health = new LinkTap(lab.healthPort);
        LinkTap lb = new LinkTap(lab.lbPort)) {
      Jvm broker = lab.broker();
      lab.node("a");
      Jvm b = lab.node("b");
      lab.node("c");
      Jvm observer = lab.run("health", "health");
      lab.run("lb", "lb");
      lab.awaitServers(3);
      Log log = new Log(lab.bootstrap());
      await().atMost(Jvm.LIMIT).until(() -> log.read(Topic.LB).size() >= Homelab.NODES.size());
      try (Clients clients = new Clients(lab.frontend)) {
        clients.awaitAnswers(200);
        broker.kill();
        long away = System.nanoTime();
        clients.awaitAnswers(200);
        assertEquals(List.of(), List.copyOf(clients.done(Request::failed)));

        long before = System.nanoTime();
        b.kill();
        long dead = System.nanoTime();
        lab.awaitServers(2);
        if (killHealth) {
          int heard = health.heard(Topic.HEALTH).size();
          observer.kill();
          lab.run("health-again", "health");
          await().atMost(Jvm.LIMIT).until(() -> health.heard(Topic.HEALTH).size() > heard);
        }
        lab.node("b");
        lab.awaitServers(3);
        await()
            .atMost(Jvm.LIMIT.plusSeconds(OUTAGE_SECONDS))
            .until(() -> System.nanoTime() - away >= TimeUnit.SECONDS.toNanos(OUTAGE_SECONDS));
        Collection<Request> strangers = clients.done(r -> r.failed() && !r.overlaps(before, dead));
        assertEquals(List.of(), List.copyOf(strangers));
        lab.broker();
        assertAllOnceInOrder(log, Topic.HEALTH, health);
        assertAllOnceInOrder(log, Topic.LB, lb);
        assertEquals(
            List.of(),
            List.copyOf(clients.done(r -> r.failed() && r.beganAfter(dead))),
            "failed while the spool was sent");
      }
    }
  }

  /**
   * What the link said is in the topic: nothing twice, nothing missing, nothing before its time.
   */
  private static void assertAllOnceInOrder(Log log, Topic topic, LinkTap tap) {
    List<Envelope> said = tap.heard(topic);
    assertFalse(said.isEmpty());
    await(said.size() + " events in " + topic.wire())
        .atMost(Jvm.LIMIT)
        .until(() -> ids(log.read(topic)).containsAll(ids(said)));
    Map<String, Sequence> last = new HashMap<>();
    for (Envelope event : log.read(topic)) {
      Sequence before = last.put(event.source(), event.sequence());
      assertTrue(
          before == null || before.compareTo(event.sequence()) < 0,
          () -> event.source() + ": " + event.sequence() + " after " + before);
    }
  }

  private static List<String> ids(List<Envelope> events) {
    return events.stream().map(Envelope::id).toList();
  }
}
