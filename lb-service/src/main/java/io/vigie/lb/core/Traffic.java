package io.vigie.lb.core;

import io.vigie.event.TrafficSampled;
import io.vigie.event.TrafficSampled.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what goes through one frontend, second by second; ten seconds make a sample. */
final class Traffic {

  private static final int SECONDS = 10;

  final Counters counters = new Counters();

  private final Frontend frontend;
  private final Row total = new Row();
  private final Map<Server, Row> servers = new LinkedHashMap<>();
  private int second;

  Traffic(Frontend frontend) {
    this.frontend = frontend;
  }

  /** A client wants to be served. */
  void attempted() {
    counters.attempts++;
    total.attempts[second]++;
  }

  /** A client's session ended without a server. */
  void failed() {
    counters.failures++;
    total.failures[second]++;
  }

  /** A connect began. */
  void dialed(Server server) {
    server.counters.attempts++;
    row(server).attempts[second]++;
  }

  /** A connect failed. */
  void connectFailed(Server server) {
    server.counters.failures++;
    row(server).failures[second]++;
  }

  /** A session left a server that failed it, for another try. */
  void retried(@Nullable Server left) {
    counters.retries++;
    total.retries[second]++;
    if (left != null) {
      left.counters.retries++;
      row(left).retries[second]++;
    }
  }

  /** A session has its server. */
  void opened(Server server) {
    counters.sessions++;
    server.counters.sessions++;
    row(server).open++;
  }

  /** An open session is over. */
  void closed(Server server) {
    row(server).open--;
  }

  /** Clients wanted to be served, and there was no server for them. */
  void unserved(long clients) {
    counters.attempts += clients;
    counters.failures += clients;
    total.attempts[second] += clients;
    total.failures[second] += clients;
  }

  /** The kernel forwarded connections to a server: those that begin are attempt and session. */
  void forwarded(Server server, Input.Flows flows) {
    counters.attempts += flows.begun();
    counters.sessions += flows.begun();
    server.counters.attempts += flows.begun();
    server.counters.sessions += flows.begun();
    total.attempts[second] += flows.begun();
    Row row = row(server);
    row.attempts[second] += flows.begun();
    row.flows = flows.open();
    moved(server, flows.bytesIn(), flows.bytesOut());
  }

  /** The kernel forwards nothing here any more, or nobody sees what. */
  void forwardsNothing() {
    servers.values().forEach(row -> row.flows = 0);
  }

  /** Connections that the kernel forwards, as of when it was asked last. */
  int flows() {
    return servers.values().stream().mapToInt(row -> row.flows).sum();
  }

  /** Bytes went through. */
  void moved(Server server, long bytesIn, long bytesOut) {
    counters.bytesIn += bytesIn;
    counters.bytesOut += bytesOut;
    server.counters.bytesIn += bytesIn;
    server.counters.bytesOut += bytesOut;
    total.moved(second, bytesIn, bytesOut);
    row(server).moved(second, bytesIn, bytesOut);
  }

  /** A second is over. */
  void secondOver(Turn turn) {
    total.sessions[second] = (long) frontend.sessions + flows();
    servers.values().forEach(row -> row.sessions[second] = (long) row.open + row.flows);
    second++;
    if (second < SECONDS) {
      return;
    }
    second = 0;
    if (total.isQuiet()) {
      return;
    }
    Map<String, Series> series = new LinkedHashMap<>();
    servers.forEach((server, row) -> series.put(server.pool.name + "/" + server.name, row.take()));
    servers.values().removeIf(row -> row.open == 0 && row.flows == 0);
    turn.publish(new TrafficSampled(frontend.name, total.take(), series), null);
  }

  private Row row(Server server) {
    return servers.computeIfAbsent(server, _ -> new Row());
  }

  private static final class Row {
    final long[] attempts = new long[SECONDS];
    final long[] failures = new long[SECONDS];
    final long[] retries = new long[SECONDS];
    final long[] sessions = new long[SECONDS];
    final long[] bytesIn = new long[SECONDS];
    final long[] bytesOut = new long[SECONDS];
    int open;
    int flows;

    void moved(int second, long in, long out) {
      bytesIn[second] += in;
      bytesOut[second] += out;
    }

    /** Whether nothing was there and nothing happened in these ten seconds. */
    boolean isQuiet() {
      for (int i = 0; i < SECONDS; i++) {
        if ((attempts[i] | sessions[i] | bytesIn[i] | bytesOut[i] | failures[i]) != 0) {
          return false;
        }
      }
      return true;
    }

    /** The ten seconds, and back to zero. */
    Series take() {
      return new Series(
          take(attempts),
          take(failures),
          take(retries),
          take(sessions),
          take(bytesIn),
          take(bytesOut));
    }

    private static List<Long> take(long[] values) {
      List<Long> taken = new ArrayList<>(SECONDS);
      for (int i = 0; i < SECONDS; i++) {
        taken.add(values[i]);
        values[i] = 0;
      }
      return taken;
    }
  }
}
