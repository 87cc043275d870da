package io.vigie.event;

import java.util.List;
import java.util.Map;

/**
 * What went through one frontend in ten seconds, second by second.
 *
 * @param frontend the frontend, as named in the configuration
 * @param total all its traffic
 * @param servers the same by {@code pool/server} that had any
 */
public record TrafficSampled(String frontend, Series total, Map<String, Series> servers)
    implements Event {

  public TrafficSampled {
    servers = Map.copyOf(servers);
  }

  @Override
  public String subject() {
    return frontend;
  }

  /**
   * Ten values a row, one per second, the oldest first.
   *
   * @param attempts connections that asked to be served (frontend) or connects begun (server)
   * @param failures those that ended without reaching a server
   * @param retries connects that went on to another server
   * @param sessions open sessions at the end of the second
   * @param bytesIn bytes from clients
   * @param bytesOut bytes to clients
   */
  public record Series(
      List<Long> attempts,
      List<Long> failures,
      List<Long> retries,
      List<Long> sessions,
      List<Long> bytesIn,
      List<Long> bytesOut) {
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
