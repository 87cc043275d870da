package io.vigie.lab.bench.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The clients: one process. A run is {@link #open}, {@link #run} as often as wanted, {@link
 * #finish}. Thread rule: one thread at a time.
 */
public final class Load implements AutoCloseable {

  /**
   * What a run came to.
   *
   * @param exchanges requests answered
   * @param connects connections made, counting those of {@link #open}
   * @param errors exchanges and connects that failed or were not done when the run was over
   * @param seconds how long it took, with what was still to be answered at its end
   * @param p99Millis of a paced run: from when a request was due to its answer
   * @param longestMillis likewise the longest
   */
  public record Done(
      long exchanges,
      long connects,
      long errors,
      double seconds,
      double p99Millis,
      double longestMillis) {

    private static final int FIELDS = 6;

    /** Reads what the process answers; anything else is an error it tells of. */
    static Done parse(String line) throws IOException {
      String[] fields = line.split(" ", -1);
      if (fields.length != FIELDS || !fields[0].matches("\\d+")) {
        throw new IOException("clients: " + line);
      }
      return new Done(
          Long.parseLong(fields[0]),
          Long.parseLong(fields[1]),
          Long.parseLong(fields[2]),
          Double.parseDouble(fields[3]),
          Double.parseDouble(fields[4]),
          Double.parseDouble(fields[5]));
    }

    String line() {
      return "%d %d %d %s %s %s"
          .formatted(exchanges, connects, errors, seconds, p99Millis, longestMillis);
    }
  }

  private final Helper helper;

  private Load(Helper helper) {
    this.helper = helper;
  }

  /** Starts the process by the words that run a main class of ours. */
  public static Load start(Path log, List<String> java) throws IOException {
    return new Load(Helper.start(log, java, LoadMain.class, List.of(Servers.threads())));
  }

  /** Its process. */
  public long pid() {
    return helper.pid();
  }

  /**
   * Makes the connections that are kept, each with one exchange, spread over the targets.
   *
   * @return how many failed
   */
  public long open(List<InetSocketAddress> targets, List<Kind> kinds) throws IOException {
    List<String> words = new ArrayList<>(List.of("open"));
    words.add(
        targets.stream()
            .map(target -> target.getAddress().getHostAddress() + ":" + target.getPort())
            .collect(Collectors.joining(",")));
    kinds.forEach(kind -> words.add(kind.toString()));
    return Done.parse(helper.ask(String.join(" ", words))).errors();
  }

  /** Each client as fast as it is answered. */
  public Done run(double seconds) throws IOException {
    return pace(seconds, 0);
  }

  /**
   * So many requests a second, due at even intervals whether the ones before are answered or not;
   * they wait for a free connection. Only for connections that are kept.
   */
  public Done pace(double seconds, double perSecond) throws IOException {
    return Done.parse(helper.ask("run " + seconds + " " + perSecond));
  }

  /** Closes all connections. */
  public void finish() throws IOException {
    Done.parse(helper.ask("close"));
  }

  @Override
  public void close() {
    helper.close();
  }
}
