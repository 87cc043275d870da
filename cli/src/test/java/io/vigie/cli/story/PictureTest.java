package io.vigie.cli.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.PoolChanged;
import io.vigie.event.PoolChanged.PoolState;
import io.vigie.event.Sequence;
import io.vigie.event.ServiceAlive;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PictureTest {

  private final Picture picture = new Picture();

  @Test
  void theLastWordHoldsWhateverOrderTheCopiesComeIn() {
    assertTrue(picture.take(pool("lb-1", 8, PoolState.DEGRADED)));
    assertFalse(picture.take(pool("lb-1", 7, PoolState.HEALTHY)));
    assertFalse(picture.take(pool("lb-1", 8, PoolState.DEGRADED)));
    assertEquals(List.of(PoolState.DEGRADED), states());
  }

  @Test
  void eachBalancerHasItsOwnWord() {
    picture.take(pool("lb-1", 1, PoolState.DEGRADED));
    picture.take(pool("lb-2", 1, PoolState.HEALTHY));
    assertEquals(List.of(PoolState.DEGRADED, PoolState.HEALTHY), states());
  }

  @Test
  void signsOfLifeAreNotInThePicture() {
    assertFalse(picture.take(envelope("lb-1", 1, new ServiceAlive("lb-1", "lb-service", "1", 0))));
  }

  private List<PoolState> states() {
    return picture.of(PoolChanged.class).stream().map(said -> said.event().state()).toList();
  }

  private static Envelope pool(String host, long n, PoolState state) {
    return envelope(host, n, new PoolChanged("web", state, 2, 3));
  }

  private static Envelope envelope(String host, long n, Event event) {
    return new Envelope(
        Fact.root(host + n, event),
        Envelope.source(host, "lb-service"),
        new Sequence(1, n),
        Instant.EPOCH);
  }
}
