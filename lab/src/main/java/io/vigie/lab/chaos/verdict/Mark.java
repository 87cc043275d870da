package io.vigie.lab.chaos.verdict;

import io.vigie.event.Envelope;
import io.vigie.event.NodeChanged;
import io.vigie.event.ObserverChanged;
import io.vigie.event.RoleChanged;
import io.vigie.event.ServerChanged;
import io.vigie.event.VipMoved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a service told during a run, for a picture and for a reason.
 *
 * @param seconds from the start of the load; all machines of a lab have one clock
 * @param host who tells
 * @param kind what of
 */
public record Mark(double seconds, String host, Kind kind, String said) {

  /** What a mark is of. */
  public enum Kind {
    VIP,
    ROLE,
    NODE,
    SERVER_OUT,
    SERVER_IN,
    OBSERVER
  }

  /** The marks of a log, from the start of the load on. */
  static List<Mark> of(List<Envelope> events, Instant began) {
    List<Mark> marks = new ArrayList<>();
    for (Envelope envelope : events) {
      double seconds = Duration.between(began, envelope.time()).toMillis() / 1e3;
      if (seconds < 0) {
        continue;
      }
      String host = envelope.host();
      switch (envelope.event()) {
        case VipMoved moved ->
            marks.add(new Mark(seconds, host, Kind.VIP, "VIP moves to " + moved.to()));
        case RoleChanged role ->
            marks.add(new Mark(seconds, host, Kind.ROLE, host + " is " + word(role.role())));
        case NodeChanged node ->
            marks.add(
                new Mark(seconds, host, Kind.NODE, node.node() + " is " + word(node.status())));
        case ServerChanged server -> {
          boolean in =
              switch (server.state()) {
                case ACTIVE, SLOW_START -> true;
                default -> false;
              };
          String said = server.server() + (in ? " in: " : " out: ") + server.cause();
          marks.add(new Mark(seconds, host, in ? Kind.SERVER_IN : Kind.SERVER_OUT, said));
        }
        case ObserverChanged observer ->
            marks.add(
                new Mark(seconds, host, Kind.OBSERVER, "observer is " + word(observer.state())));
        default -> {
          // nothing for a picture
        }
      }
    }
    return marks;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
