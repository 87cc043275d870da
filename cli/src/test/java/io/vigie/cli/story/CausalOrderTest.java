package io.vigie.cli.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.Envelope;
import io.vigie.event.Fact;
import io.vigie.event.PoolChanged;
import io.vigie.event.PoolChanged.PoolState;
import io.vigie.event.Sequence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CausalOrderTest {

  private static final Instant T = Instant.parse("2026-11-23T12:00:00Z");
  private final CausalOrder order = new CausalOrder(Duration.ofMillis(200));

  @Test
  void aRootIsGivenAtOnce() {
    assertEquals(List.of("a"), ids(order.take(event("a", null), T)));
  }

  @Test
  void anEffectWaitsForItsCauseAndThenFollowsIt() {
    assertEquals(List.of(), ids(order.take(event("c", "b"), T)));
    assertEquals(List.of(), ids(order.take(event("b", "a"), T)));
    assertEquals(List.of("a", "b", "c"), ids(order.take(event("a", null), T)));
  }

  @Test
  void anEffectWhoseCauseNeverComesWaits200Milliseconds() {
    assertEquals(List.of(), ids(order.take(event("b", "a"), T)));
    assertEquals(List.of(), ids(order.due(T.plusMillis(199))));
    assertEquals(List.of("b"), ids(order.due(T.plusMillis(200))));
  }

  @Test
  void aCopyIsDropped() {
    order.take(event("a", null), T);
    assertEquals(List.of(), ids(order.take(event("a", null), T)));
  }

  private static List<String> ids(List<Envelope> events) {
    return events.stream().map(Envelope::id).toList();
  }

  private static Envelope event(String id, @Nullable String cause) {
    Fact fact =
        new Fact(
            id,
            new PoolChanged("web", PoolState.HEALTHY, 3, 3),
            cause,
            cause == null ? id : cause,
            List.of());
    return new Envelope(fact, Envelope.source("lb-1", "x"), new Sequence(1, 1), T);
  }
}
