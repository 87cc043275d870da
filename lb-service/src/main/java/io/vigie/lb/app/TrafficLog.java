package io.vigie.lb.app;

import io.vigie.lb.core.SessionRecord;
import io.vigie.lb.core.Termination;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One line per session that is over, in the form of HAProxy's {@code option tcplog} (its manual
 * §8.2.2), so that the tools that read those read these.
 *
 * <p>Logger {@code traffic}: sessions that got no server or lost it at INFO, at most {@value
 * #MOST_PER_SECOND} a second, the rest counted; all others at DEBUG. An ordinary session is no
 * change of state, and a line for each would be most of the work of a small machine.
 */
final class TrafficLog {

  static final int MOST_PER_SECOND = 20;

  private static final Logger LOG = LoggerFactory.getLogger("traffic");
  private static final long SECOND = 1_000_000_000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss.SSS", Locale.ROOT);

  private final InstantSource clock;
  private final ZoneId zone;
  private long windowEnds;
  private int written;
  private long dropped;

  TrafficLog(InstantSource clock, ZoneId zone) {
    this.clock = clock;
    this.zone = zone;
  }

  /** Whether a session is to be written down. Thread rule: one thread at a time. */
  boolean wants(SessionRecord session, long nowNanos) {
    return LOG.isEnabledForLevel(level(session)) && (LOG.isDebugEnabled() || admit(nowNanos));
  }

  /**
   * Writes a session down.
   *
   * @param nowNanos when it ended
   */
  void write(SessionRecord session, long nowNanos) {
    Instant accepted = clock.instant().minusNanos(nowNanos - session.arrivedNanos());
    LOG.atLevel(level(session)).log(line(session, accepted, zone));
  }

  private static Level level(SessionRecord session) {
    return isTrouble(session.termination()) ? Level.INFO : Level.DEBUG;
  }

  private boolean admit(long nowNanos) {
    if (nowNanos >= windowEnds) {
      if (dropped > 0) {
        LOG.info("{} more sessions without a line, at most {} a second", dropped, MOST_PER_SECOND);
      }
      windowEnds = nowNanos + SECOND;
      written = 0;
      dropped = 0;
    }
    if (written >= MOST_PER_SECOND) {
      dropped++;
      return false;
    }
    written++;
    return true;
  }

  /** Whether a person who looks for the cause of an outage wants to see it. */
  private static boolean isTrouble(Termination end) {
    return switch (end) {
      case NORMAL, CLIENT_RESET, CLIENT_SILENT, CLIENT_LEFT_IN_HELLO, HELLO_TIMEOUT -> false;
      case CLIENT_LEFT_IN_QUEUE,
          CLIENT_LEFT_CONNECTING,
          SERVER_REFUSED,
          SERVER_TIMEOUT,
          SERVER_RESET,
          SERVER_SILENT,
          QUEUE_TIMEOUT,
          QUEUE_FULL,
          REJECTED,
          NO_RESOURCE,
          DOWN,
          KILLED_IN_HELLO,
          KILLED_IN_QUEUE,
          KILLED_CONNECTING,
          KILLED ->
          true;
    };
  }

  /** The line: {@code %ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq}. */
  static String line(SessionRecord s, Instant accepted, ZoneId zone) {
    StringBuilder line = new StringBuilder(128);
    address(line, s.source());
    line.append(" [");
    TIME.formatTo(accepted.atZone(zone), line);
    line.append("] ").append(s.frontend()).append(' ');
    line.append(s.pool() == null ? s.frontend() : s.pool()).append('/');
    line.append(s.server() == null ? "<NOSRV>" : s.server()).append(' ');
    line.append(s.queueMillis()).append('/').append(s.connectMillis()).append('/');
    line.append(s.totalMillis()).append(' ').append(s.bytesOut()).append(' ');
    line.append(s.termination().code()).append(' ');
    line.append(s.process()).append('/').append(s.frontendSessions()).append('/');
    line.append(s.poolSessions()).append('/').append(s.serverSessions()).append('/');
    line.append(s.redispatched() ? "+" : "").append(s.retries());
    line.append(" 0/").append(s.ahead()); // servers have no queue of their own
    return line.toString();
  }

  private static void address(StringBuilder line, InetSocketAddress source) {
    line.append(
        source.getAddress() == null
            ? source.getHostString()
            : source.getAddress().getHostAddress());
    line.append(':').append(source.getPort());
  }
}
