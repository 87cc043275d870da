package io.vigie.lb.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JacksonException;
import io.vigie.lb.core.Input;
import io.vigie.lb.core.Input.Flows;
import io.vigie.lb.core.LbConfig.Balance;
import io.vigie.lb.direct.Plan.Backend;
import io.vigie.lb.direct.Plan.Front;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountsTest {

  private static final Front WEB =
      new Front(
          "web",
          new InetSocketAddress(443),
          true,
          Balance.ROUNDROBIN,
          List.of(),
          List.of(),
          List.of(new Backend("k1", 0x56000001), new Backend("k2", 0x56000002)),
          List.of());

  private static String nft(String counters) {
    return "{\"nftables\": [{\"metainfo\": {\"version\": \"1.0.6\"}}" + counters + "]}";
  }

  private static String counter(String name, long packets, long bytes) {
    return """
    , {"counter": {"family": "inet", "name": "%s", "table": "vigie_lb", "handle": 9,
       "packets": %d, "bytes": %d}}\
    """
        .formatted(name, packets, bytes);
  }

  @Test
  void whatIsNewSinceTheLastTime() throws Exception {
    Counts before =
        Counts.parse(
            nft(
                counter("new/web/k1", 10, 600)
                    + counter("in/web/k1", 100, 5_000)
                    + counter("out/web/k1", 90, 90_000)
                    + counter("denied/web", 1, 60)));
    Counts now =
        Counts.parse(
            nft(
                counter("new/web/k1", 12, 720)
                    + counter("in/web/k1", 110, 5_700)
                    + counter("out/web/k1", 99, 98_000)
                    + counter("new/web/k2", 7, 420)
                    + counter("denied/web", 4, 240)
                    + counter("unserved/web", 5, 300)));
    assertEquals(
        new Input.Forwarded(
            "web", Map.of("k1", new Flows(2, 3, 700, 8_000), "k2", new Flows(7, 0, 0, 0)), 3, 5),
        now.since(before, WEB, Map.of(0x56000001, 3)));
  }

  @Test
  void aCounterThatBeganAnewHasCountedSinceThen() throws Exception {
    Counts before = Counts.parse(nft(counter("new/web/k1", 10, 600)));
    Counts now = Counts.parse(nft(counter("new/web/k1", 4, 240)));
    assertEquals(new Flows(4, 0, 0, 0), now.since(before, WEB, Map.of()).servers().get("k1"));
  }

  @Test
  void whatIsNoneOfOursIsLeftOut() throws Exception {
    assertEquals(Counts.ZERO, Counts.parse(nft(", {\"table\": {\"name\": \"x\"}}")));
    assertEquals(Counts.ZERO, Counts.parse("{}"));
    assertThrows(JacksonException.class, () -> Counts.parse("Error"));
  }
}
