package io.vigie.console.core.picture;

import io.vigie.event.ClusterChanged;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.FrontendChanged;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeChanged;
import io.vigie.event.PeerConflict;
import io.vigie.event.PoolChanged;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.RoleChanged;
import io.vigie.event.ServerChanged;
import io.vigie.event.VolumeChanged;
import java.time.Instant;
import java.util.Optional;

/**
 * The last word of somebody on something.
 *
 * @param event what was said
 * @param by the balancer host of who said it
 * @param at when, by that host's clock
 * @param since since when it is so, by the same clock: services say all anew when they start
 * @param heardNanos when it reached us, on the fold's monotonic clock
 * @param fresh whether it was news then
 * @param <E> its kind
 */
record Said<E extends Event>(
    E event, String by, Instant at, Instant since, long heardNanos, boolean fresh) {

  /** The word of an event that follows {@code before} on the same thing, if there is one. */
  static <E extends Event> Said<E> of(
      E event, Envelope envelope, Optional<Said<E>> before, boolean fresh, long now) {
    Instant since =
        before
            .filter(one -> face(one.event()).equals(face(event)))
            .map(Said::since)
            .orElse(envelope.time());
    return new Said<>(event, envelope.host(), envelope.time(), since, now, fresh);
  }

  /** What must change for it to be another state, not only more of the same. */
  private static Object face(Event event) {
    return switch (event) {
      case NodeChanged node -> node.status();
      case FrontendChanged frontend -> frontend.reached();
      case ServerChanged server -> server.state();
      case PoolChanged pool -> pool.state();
      case RoleChanged role -> role.role();
      case PeerConflict conflict -> conflict.open();
      case NodeAtRisk risk -> risk.risk();
      case VolumeChanged volume -> volume.health();
      case ReplicaChanged replica -> replica.state();
      case PrimaryAtRisk risk -> risk.alarm();
      case ClusterChanged cluster -> cluster.health();
      default -> event;
    };
  }
}
