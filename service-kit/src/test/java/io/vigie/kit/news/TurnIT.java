package io.vigie.kit.news;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.Vertx;
import io.vigie.broker.EmbeddedBroker;
import io.vigie.event.Envelope;
import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two equal services and a real broker: one speaks. */
@Timeout(120)
class TurnIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path dir;
  private final Vertx vertx = Vertx.vertx();
  private final List<String> story = new CopyOnWriteArrayList<>();
  private @Nullable EmbeddedBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.start(dir.resolve("broker"), "127.0.0.1", 0);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void oneHasTheTurnAndTheNextHasHeardAllOfItBefore() throws Exception {
    Member first = member("lb-1");
    BooleanSupplier firstHasIt = takes(first, "lb-1");
    await().atMost(LIMIT).until(firstHasIt::getAsBoolean);
    Member second = member("lb-2");
    BooleanSupplier secondHasIt = takes(second, "lb-2");

    // A second member makes the group deal anew; whoever has it then, it is one.
    List<Envelope> told = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      assertFalse(firstHasIt.getAsBoolean() && secondHasIt.getAsBoolean(), story::toString);
      told.add(first.publish(NewsConfig.node("n" + i, i)));
    }
    first.close();
    await().atMost(LIMIT).until(secondHasIt::getAsBoolean);
    assertFalse(firstHasIt.getAsBoolean());
    assertEquals("lb-2 " + told.getLast().id(), story.getLast(), "heard before its turn");
  }

  /** The turn's coming is told with the last thing that was heard by then. */
  private BooleanSupplier takes(Member member, String host) throws Exception {
    List<BooleanSupplier> asked = new CopyOnWriteArrayList<>();
    member
        .context()
        .runOnContext(
            _ ->
                asked.add(
                    member
                        .news()
                        .takeTurns(
                            Topic.HEALTH, ours -> story.add(host + " " + last(member, ours)))));
    await().atMost(LIMIT).until(() -> !asked.isEmpty());
    return asked.getFirst();
  }

  private static String last(Member member, boolean ours) {
    if (!ours) {
      return "lost";
    }
    return member.heard.isEmpty() ? "nothing" : member.heard.getLast().envelope().id();
  }

  private Member member(String host) throws Exception {
    EmbeddedBroker running = requireNonNull(broker);
    return Member.start(
        vertx,
        ServiceName.HEALTH,
        host,
        NewsConfig.at(running.bootstrap()),
        dir.resolve(host),
        Set.of(Topic.HEALTH),
        Set.of());
  }
}
