package io.vigie.console.core.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.Decoded.Known;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A long log is folded in seconds: by the time this thread was given, not by that of a busy CPU.
 */
class LoadTest {

  private static final int EVENTS = 100_000;
  private static final long AT = 1_764_000_000_000L;
  private static final long HOUR = 3_600_000;
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(8);

  @Test
  void aHundredThousandEventsAndAThousandIncidents() {
    Log log = new Log();
    Play play = new Play(log);
    int outages = 0;
    while (log.events().size() < EVENTS) {
      String node = "k3s-" + (1 + outages % 3);
      play.nodeDies(node, AT + outages * HOUR, 60_000, List.of("lb-1", "lb-2"), 8);
      outages++;
    }
    assertTrue(outages >= 1_000, () -> log.events().size() + " events");
    List<byte[]> records = new ArrayList<>();
    log.events().forEach(event -> records.add(EventCodec.encode(event)));
    long began = cpuNanos();
    Incidents incidents = new Incidents(Play.PLACES);
    for (byte[] record : records) {
      if (EventCodec.decode(record) instanceof Known(Envelope envelope)) {
        incidents.heard(envelope);
      }
    }
    assertEquals(outages, incidents.all().size());
    long took = cpuNanos() - began;
    assertTrue(took < LIMIT_NANOS, () -> "took " + took / 1_000_000 + " ms");
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
