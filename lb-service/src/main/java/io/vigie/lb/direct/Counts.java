package io.vigie.lb.direct;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vigie.lb.core.Input;
import io.vigie.lb.direct.Plan.Backend;
import io.vigie.lb.direct.Plan.Front;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The table's counters at one moment (linux/netfilter/nf_tables.h).
 *
 * @param counters by name; those that are not there stand at zero
 */
public record Counts(Map<String, Count> counters) {

  /** Those of a table that was just made. */
  public static final Counts ZERO = new Counts(Map.of());

  private static final Count NONE = new Count(0, 0);

  private static final int GET = 10 << 8 | 19; // NFNL_SUBSYS_NFTABLES, NFT_MSG_GETOBJ
  private static final int INET = 1; // NFPROTO_INET
  private static final int TABLE = 1;
  private static final int NAME = 2;
  private static final int TYPE = 3;
  private static final int DATA = 4;
  private static final int COUNTER = 1; // NFT_OBJECT_COUNTER
  private static final int BYTES = 1;
  private static final int PACKETS = 2;

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

  /** Asks the kernel for the table's; none if there is no table. */
  static Counts now(Netfilter socket) throws IOException {
    Map<String, Count> counters = new HashMap<>();
    socket.send(request());
    while (!read(socket.receive(), counters)) {
      // a dump comes in many datagrams
    }
    return new Counts(counters);
  }

  /** A request for all counters of the table. */
  static ByteBuffer request() {
    return Messages.request(
        GET,
        Messages.REQUEST | Messages.DUMP,
        INET,
        message -> {
          Messages.put(message, TABLE, Ruleset.TABLE.getBytes(US_ASCII));
          Messages.put(message, TYPE, COUNTER);
        });
  }

  /** Reads a datagram of an answer; answers whether that ends with it. */
  static boolean read(ByteBuffer datagram, Map<String, Count> counters) throws IOException {
    return Messages.read(datagram, "nftables", (in, from, end) -> counter(in, from, end, counters));
  }

  private static void counter(ByteBuffer in, int from, int end, Map<String, Count> counters) {
    int name = Messages.find(in, from, end, NAME);
    int data = Messages.find(in, from, end, DATA);
    int bytes = Messages.findIn(in, data, BYTES);
    int packets = Messages.findIn(in, data, PACKETS);
    if (name < 0
        || bytes < 0
        || packets < 0
        || Messages.size(in, name) < 1
        || Messages.size(in, bytes) < Long.BYTES
        || Messages.size(in, packets) < Long.BYTES) {
      return;
    }
    byte[] text = new byte[Messages.size(in, name) - 1]; // without the NUL
    in.get(name, text);
    ByteBuffer numbers = in.duplicate().order(ByteOrder.BIG_ENDIAN);
    counters.put(
        new String(text, US_ASCII), new Count(numbers.getLong(packets), numbers.getLong(bytes)));
  }

  /** Whether a plan's counters are all there. */
  boolean has(Plan plan) {
    return plan.fronts().stream()
        .flatMap(front -> Rules.counters(front).stream())
        .allMatch(counters::containsKey);
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
