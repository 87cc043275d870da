package io.vigie.event;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What went through one frontend in ten seconds, second by second.
 *
 * @param frontend the frontend, as named in the configuration
 * @param total all its traffic
 * @param servers the same by {@code pool/server} that had any
 */
public record TrafficSampled(String frontend, Series total, Map<String, Series> servers)
    implements Event {

  /** Values in a row. */
  public static final int SECONDS = 10;

  public TrafficSampled {
    servers = Collections.unmodifiableMap(new TreeMap<>(servers)); // one order, so one text
  }

  @Override
  public String subject() {
    return frontend;
  }

  /**
   * Ten values in a row, one per second, the oldest first.
   *
   * @param attempts connections that asked to be served (frontend) or connects begun (server)
   * @param failures those that ended without reaching a server
   * @param retries connects that went on to another server
   * @param sessions open sessions at the end of the second
   * @param bytesIn bytes from clients
   * @param bytesOut bytes to clients
   */
  public record Series(
      @Bounds(items = SECONDS) List<Long> attempts,
      @Bounds(items = SECONDS) List<Long> failures,
      @Bounds(items = SECONDS) List<Long> retries,
      @Bounds(items = SECONDS) List<Long> sessions,
      @Bounds(items = SECONDS) List<Long> bytesIn,
      @Bounds(items = SECONDS) List<Long> bytesOut) {
    public Series {
      attempts = List.copyOf(attempts);
      failures = List.copyOf(failures);
      retries = List.copyOf(retries);
      sessions = List.copyOf(sessions);
      bytesIn = List.copyOf(bytesIn);
      bytesOut = List.copyOf(bytesOut);
    }
  }
}
