package io.vigie.lb.direct;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigie.lb.core.Input;
import io.vigie.lb.direct.Plan.Backend;
import io.vigie.lb.direct.Plan.Front;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The table's counters at one moment.
 *
 * @param counters by name; those that are not there stand at zero
 */
public record Counts(Map<String, Count> counters) {

  /** Those of a table that was just made. */
  public static final Counts ZERO = new Counts(Map.of());

  private static final Count NONE = new Count(0, 0);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** One counter. */
  record Count(long packets, long bytes) {

    /** What was added since; all of it, where it began anew. */
    Count since(Count before) {
      return packets < before.packets || bytes < before.bytes
          ? this
          : new Count(packets - before.packets, bytes - before.bytes);
    }
  }

  public Counts {
    counters = Map.copyOf(counters);
  }

  /**
   * Reads what {@code nft -j list counters} says; what is no counter is left out.
   *
   * @throws JacksonException if it is no JSON
   */
  public static Counts parse(String json) throws JacksonException {
    Map<String, Count> counters = new HashMap<>();
    for (JsonNode one : JSON.readTree(json).path("nftables")) {
      JsonNode counter = one.path("counter");
      if (counter.path("name").isTextual()) {
        counters.put(
            counter.path("name").asText(),
            new Count(counter.path("packets").asLong(), counter.path("bytes").asLong()));
      }
    }
    return new Counts(counters);
  }

  /**
   * What a frontend did since.
   *
   * @param open connections that are open now, by mark
   */
  public Input.Forwarded since(Counts before, Front front, Map<Integer, Integer> open) {
    Map<String, Input.Flows> servers = new LinkedHashMap<>();
    for (Backend server : front.servers()) {
      servers.put(
          server.name(),
          new Input.Flows(
              added(Names.begun(front, server), before).packets(),
              open.getOrDefault(server.mark(), 0),
              added(Names.in(front, server), before).bytes(),
              added(Names.out(front, server), before).bytes()));
    }
    return new Input.Forwarded(
        front.name(),
        servers,
        added(Names.denied(front), before).packets(),
        added(Names.unserved(front), before).packets());
  }

  private Count added(String name, Counts before) {
    return counters.getOrDefault(name, NONE).since(before.counters.getOrDefault(name, NONE));
  }
}
