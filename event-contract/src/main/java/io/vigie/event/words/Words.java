package io.vigie.event.words;

import io.vigie.event.CheckChanged;
import io.vigie.event.ClusterChanged;
import io.vigie.event.CommandAnswered;
import io.vigie.event.CommandRequested;
import io.vigie.event.ConnectFailed;
import io.vigie.event.Event;
import io.vigie.event.FailoverChanged;
import io.vigie.event.FrontendChanged;
import io.vigie.event.HourMeasured;
import io.vigie.event.Incident;
import io.vigie.event.IncidentClosed;
import io.vigie.event.IncidentOpened;
import io.vigie.event.IncidentUpdated;
import io.vigie.event.LastReplica;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeChanged;
import io.vigie.event.ObserverChanged;
import io.vigie.event.PeerConflict;
import io.vigie.event.PoolChanged;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.event.PriorityChanged;
import io.vigie.event.RebuildChanged;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.RoleChanged;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServiceAlive;
import io.vigie.event.SessionsReset;
import io.vigie.event.Tone;
import io.vigie.event.TrafficSampled;
import io.vigie.event.VipLost;
import io.vigie.event.VipMoved;
import io.vigie.event.VolumeChanged;
import java.util.List;
import java.util.Locale;

/**
 * What an event says, for people.
 *
 * @param text one line
 * @param tone whether that is good news
 */
public record Words(String text, Tone tone) {

  /** The words for an event. */
  public static Words of(Event event) {
    return switch (event) {
      case CheckChanged check -> check(check);
      case NodeChanged node -> node(node);
      case FrontendChanged frontend -> frontend(frontend);
      case ObserverChanged observer -> observer(observer);
      case ServerChanged server -> server(server);
      case PoolChanged pool -> pool(pool);
      case ConnectFailed connect -> connect(connect);
      case TrafficSampled traffic -> traffic(traffic);
      case SessionsReset reset ->
          warning("%s through %s reset".formatted(count(reset.sessions(), "session"), reset.vip()));
      case RoleChanged role -> VipWords.role(role);
      case VipMoved moved -> VipWords.moved(moved);
      case PriorityChanged priority -> VipWords.priority(priority);
      case PeerConflict conflict -> VipWords.conflict(conflict);
      case VipLost lost -> VipWords.lost(lost);
      case NodeAtRisk risk -> StorageWords.risk(risk);
      case VolumeChanged volume -> StorageWords.volume(volume);
      case ReplicaChanged replica -> StorageWords.replica(replica);
      case RebuildChanged rebuild -> StorageWords.rebuild(rebuild);
      case LastReplica last -> StorageWords.last(last);
      case PrimaryAtRisk risk -> DatabaseWords.risk(risk);
      case FailoverChanged failover -> DatabaseWords.failover(failover);
      case ClusterChanged cluster -> DatabaseWords.cluster(cluster);
      case IncidentOpened opened -> bad("incident: " + opened.incident().title());
      case IncidentUpdated updated -> faint("incident goes on: " + updated.incident().title());
      case IncidentClosed closed -> closed(closed.incident());
      case HourMeasured hour -> hour(hour);
      case ServiceAlive alive ->
          faint("%s is there, for %d s".formatted(alive.subject(), alive.upMillis() / 1000));
      case CommandRequested asked -> asked(asked);
      case CommandAnswered answer -> answer(answer);
    };
  }

  private static Words check(CheckChanged c) {
    String how = c.result() + reason(c.detail()) + " in " + c.durationMillis() + " ms";
    return switch (c.status()) {
      case UP -> good("check %s on %s passes: %s".formatted(c.check(), c.node(), how));
      case DOWN ->
          new Words(
              "check %s on %s fails: %s%s".formatted(c.check(), c.node(), how, own(c.impaired())),
              c.impaired() ? Tone.WARNING : Tone.BAD);
    };
  }

  private static Words node(NodeChanged n) {
    String of = "node " + n.node() + " ";
    return switch (n.status()) {
      case UP -> good(of + "up");
      case DOWN -> bad(of + "down" + own(n.impaired()));
      case DEGRADED ->
          warning(
              of
                  + "degraded: "
                  + list(n.failing())
                  + " down, "
                  + list(n.passing())
                  + " up"
                  + own(n.impaired()));
      case FLAPPING ->
          warning(
              of
                  + "flapping: penalty %d, back in %d s if it is quiet"
                      .formatted(n.penalty(), (n.suppressedMillis() + 999) / 1000));
    };
  }

  private static Words frontend(FrontendChanged f) {
    String of = "frontend %s at %s ".formatted(f.frontend(), f.address());
    return f.reached()
        ? good(of + "is reached")
        : bad(of + "is not reached: " + f.result() + reason(f.detail()) + own(f.impaired()));
  }

  private static Words observer(ObserverChanged o) {
    return switch (o.state()) {
      case CLEAR -> good("observer %s trusts itself again".formatted(o.observer()));
      case IMPAIRED -> warning("observer %s doubts itself: %s".formatted(o.observer(), o.reason()));
    };
  }

  private static Words server(ServerChanged s) {
    String of = s.subject() + " ";
    String why = reason(s.cause());
    String closed =
        s.sessionsClosed() == 0 ? "" : ", " + count(s.sessionsClosed(), "session") + " closed";
    return switch (s.state()) {
      case ACTIVE -> good(of + "in" + why);
      case SLOW_START -> good(of + "in, slowly" + why);
      case DOWN -> bad(of + "out" + why + closed);
      case EJECTED -> bad(of + "ejected" + why + closed);
      case SUPPRESSED -> warning(of + "kept out" + why + closed);
      case STANDBY -> new Words(of + "stands by" + why + closed, Tone.PLAIN);
      case DRAINING -> warning(of + "drains" + why);
      case MAINTENANCE -> warning(of + "in maintenance" + why + closed);
    };
  }

  private static Words pool(PoolChanged p) {
    String text =
        "pool %s %s: %d of %s in service"
            .formatted(
                p.pool(),
                p.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                p.usable(),
                count(p.servers(), "server"));
    return switch (p.state()) {
      case HEALTHY -> good(text);
      case DEGRADED -> warning(text);
      case FAILING_OPEN, REFUSING -> bad(text);
    };
  }

  private static Words connect(ConnectFailed c) {
    return warning(
        "connect to %s at %s failed: %s, %d in a row"
            .formatted(c.subject(), c.address(), c.result(), c.consecutive()));
  }

  private static Words traffic(TrafficSampled t) {
    return faint(
        "frontend %s: %d attempts, %d failures, %d retries in 10 s"
            .formatted(
                t.frontend(),
                sum(t.total().attempts()),
                sum(t.total().failures()),
                sum(t.total().retries())));
  }

  private static Words closed(Incident incident) {
    return incident.mergedInto() == null
        ? good("incident over: " + incident.summary())
        : faint("incident is a part of another: " + incident.title());
  }

  private static Words hour(HourMeasured hour) {
    return faint(
        "%s in the hour from %s: up %d s, lost %.1f s, unknown %d s"
            .formatted(
                hour.frontend().equals(HourMeasured.WHOLE)
                    ? "the whole"
                    : "frontend " + hour.frontend(),
                hour.from(),
                hour.upMillis() / 1000,
                hour.lostMillis() / 1e3,
                hour.unknownMillis() / 1000));
  }

  private static Words asked(CommandRequested c) {
    String weight = c.weight() == null ? "" : " " + c.weight();
    String to = c.to() == null ? "" : " to " + c.to();
    String force = c.force() ? ", by force" : "";
    String why = c.why() == null ? "" : ": " + c.why();
    return new Words(
        "%s %s%s%s, asked by %s%s%s"
            .formatted(c.kind().wire(), c.target(), weight, to, c.by(), force, why),
        Tone.STRONG);
  }

  private static Words answer(CommandAnswered a) {
    String text =
        "%s about %s: %s%s"
            .formatted(
                a.service(),
                a.target(),
                a.outcome().name().toLowerCase(Locale.ROOT),
                reason(a.message()));
    return switch (a.outcome()) {
      case DONE -> good(text);
      case REFUSED, FAILED, EXPIRED -> bad(text);
    };
  }

  private static String reason(String text) {
    return text.isBlank() ? "" : " (" + text + ")";
  }

  private static String own(boolean impaired) {
    return impaired ? ", but the observer doubts itself" : "";
  }

  private static String list(List<String> names) {
    return names.isEmpty() ? "none" : String.join(" ", names);
  }

  private static String count(int n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  private static long sum(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).sum();
  }

  private static Words good(String text) {
    return new Words(text, Tone.GOOD);
  }

  private static Words warning(String text) {
    return new Words(text, Tone.WARNING);
  }

  private static Words bad(String text) {
    return new Words(text, Tone.BAD);
  }

  private static Words faint(String text) {
    return new Words(text, Tone.FAINT);
  }
}
