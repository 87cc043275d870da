package io.vigie.lb.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.TrafficSampled;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TrafficTest {

  @Test
  void tenSecondsMakeASample() {
    Rig rig = Rig.of(Rig.pool("s1", "s2").retries(1));
    rig.at(100).open(1); // s1, second 0
    rig.at(1500).step(new Input.Moved(1, 1000, 5)); // second 1
    rig.at(2100).client(2); // s2, second 2
    rig.at(2200).refused(2); // on to s1
    rig.at(2300).connected(2);
    rig.at(3999).step(new Input.Over(1, new Ended(Ended.Cause.FINISHED, 1700, 50)));
    rig.at(5000).client(3);
    rig.at(5000).refused(3);
    rig.at(5001).refused(3); // and out of retries
    rig.at(5002).over(3, Ended.Cause.CLOSED_BY_US);
    rig.facts.clear();
    assertEquals(List.of("traffic web"), rig.at(10_000).tick());
    TrafficSampled sample = (TrafficSampled) rig.facts.getFirst().event();
    TrafficSampled.Series total = sample.total();
    assertEquals(longs(1, 0, 1, 0, 0, 1, 0, 0, 0, 0), total.attempts());
    assertEquals(longs(0, 0, 0, 0, 0, 1, 0, 0, 0, 0), total.failures());
    assertEquals(longs(0, 0, 1, 0, 0, 1, 0, 0, 0, 0), total.retries());
    assertEquals(longs(1, 1, 2, 1, 1, 1, 1, 1, 1, 1), total.sessions());
    assertEquals(longs(0, 1000, 0, 700, 0, 10, 0, 0, 0, 0), total.bytesIn());
    assertEquals(longs(0, 5, 0, 45, 0, 20, 0, 0, 0, 0), total.bytesOut());
    assertEquals(longs(1, 0, 1, 0, 0, 1, 0, 0, 0, 0), of(sample, "web/s1").attempts());
    assertEquals(longs(1, 1, 2, 1, 1, 1, 1, 1, 1, 1), of(sample, "web/s1").sessions());
    assertEquals(longs(0, 0, 1, 0, 0, 1, 0, 0, 0, 0), of(sample, "web/s2").failures());
    assertEquals(longs(0, 0, 0, 0, 0, 0, 0, 0, 0, 0), of(sample, "web/s2").sessions());
  }

  @Test
  void silenceIsNotTold() {
    Rig rig = Rig.of(Rig.pool("s1"));
    assertEquals(List.of(), rig.at(10_000).tick());
    rig.at(12_000).open(1);
    rig.over(1);
    assertEquals(List.of("traffic web"), rig.at(20_000).tick());
    assertEquals(List.of(), rig.at(30_000).tick());
  }

  @Test
  void aLateTickFillsTheSecondsItMissed() {
    Rig rig = Rig.of(Rig.pool("s1"));
    rig.at(500).open(1);
    assertEquals(List.of("traffic web", "traffic web"), rig.at(20_000).tick());
  }

  private static TrafficSampled.Series of(TrafficSampled sample, String server) {
    return Objects.requireNonNull(sample.servers().get(server), server);
  }

  private static List<Long> longs(long... values) {
    return Arrays.stream(values).boxed().toList();
  }
}
