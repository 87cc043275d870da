package io.vigie.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.Decoded.Known;
import io.vigie.event.NodeChanged.NodeStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventCodecTest {

  @Test
  void readsBackWhatItWrote() {
    NodeChanged down =
        new NodeChanged("k3s-1", NodeStatus.DOWN, List.of("traefik"), List.of(), 1000, 0, false);
    Envelope envelope =
        new Envelope(
            Fact.causedBy("id-2", down, new Fact.Ref("id-1", "id-0")).because(List.of("id-x")),
            Envelope.source("lb-1", "health-service"),
            new Sequence(12, 345),
            Instant.parse("2026-11-23T12:00:00.123Z"));

    assertEquals(new Known(envelope), EventCodec.decode(EventCodec.encode(envelope)));
    assertEquals("lb-1/k3s-1#node", envelope.key());
  }
}
