package io.vigie.console.core.picture;

import io.vigie.event.ClusterChanged;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.CommandAnswered;
import io.vigie.event.CommandRequested;
import io.vigie.event.ConnectFailed;
import io.vigie.event.Envelope;
import io.vigie.event.FailoverChanged;
import io.vigie.event.HourMeasured;
import io.vigie.event.IncidentClosed;
import io.vigie.event.IncidentOpened;
import io.vigie.event.IncidentUpdated;
import io.vigie.event.LastReplica;
import io.vigie.event.NodeView;
import io.vigie.event.PeerConflict;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.event.RebuildChanged;
import io.vigie.event.ReplicaChanged;
import io.vigie.event.ReplicaChanged.ReplicaState;
import io.vigie.event.ServiceAlive;
import io.vigie.event.SessionsReset;
import io.vigie.event.VipLost;
import io.vigie.event.VolumeChanged;
import io.vigie.event.VolumeChanged.VolumeHealth;
import org.jspecify.annotations.Nullable;

/**
 * The fold of all events into how everything is now. What is gone is forgotten.
 *
 * <p>Thread rule: one thread. Time is an argument.
 */
public final class Picture {

  private final Words words = new Words();
  private final Signs signs = new Signs();
  private final Wishes wishes = new Wishes();
  private NodeView view = NodeView.EMPTY;

  /** Nothing was heard yet. */
  public Picture() {}

  /**
   * Takes in one event, which is later than all before of the same key.
   *
   * @param fresh whether it happened just now: history is no sign of life
   */
  public void heard(Envelope envelope, boolean fresh, Moment now) {
    if (fresh) {
      signs.alive(envelope.host(), envelope.service(), version(envelope), now);
    }
    view = view.heard(envelope, fresh, now.nanos());
    switch (envelope.event()) {
      case ServiceAlive _ -> {
        return;
      }
      case CommandRequested wish -> wishes.heard(wish, envelope.time());
      case VolumeChanged volume when volume.health() == VolumeHealth.DELETED ->
          forgetVolume(volume.volume());
      case ReplicaChanged replica when replica.state() == ReplicaState.DELETED ->
          words.forget(ReplicaChanged.class, replica.subject());
      case ClusterChanged cluster when cluster.health() == DatabaseHealth.DELETED ->
          forgetDatabase(cluster.cluster());
      case PeerConflict conflict when !conflict.open() ->
          words.forget(PeerConflict.class, conflict.subject());
      case ConnectFailed _ -> {} // the story tells it, the picture does not show it
      case SessionsReset _ -> {}
      case VipLost _ -> {}
      case CommandAnswered _ -> {}
      case IncidentOpened _ -> {} // others show these
      case IncidentUpdated _ -> {}
      case IncidentClosed _ -> {}
      case HourMeasured _ -> {}
      default -> words.heard(envelope, fresh, now.nanos());
    }
  }

  private static @Nullable String version(Envelope envelope) {
    return envelope.event() instanceof ServiceAlive alive ? alive.version() : null;
  }

  /** The local link to a service of this host was opened, or pinged. */
  public void linkAlive(String host, String service, Moment now) {
    signs.alive(host, service, null, now);
    if (service.equals(NodeView.OBSERVER_SERVICE)) {
      view = view.linkAlive(host, now.nanos());
    }
  }

  /** The local link to a service of this host ended. */
  public void linkLost(String host, String service) {
    if (service.equals(NodeView.OBSERVER_SERVICE)) {
      view = view.linkLost(host);
    }
  }

  /** Whether a service of a balancer gave a sign of life lately. */
  public boolean present(String balancer, String service, Moment now) {
    return signs.present(balancer, service, now.nanos());
  }

  /**
   * What is to be shown.
   *
   * @param contact how far what was heard can be relied on
   */
  public Scene scene(Layout layout, Contact contact, Moment now) {
    return Scene.of(new Sight(layout, words, signs, wishes, view, contact, now));
  }

  private void forgetVolume(String volume) {
    words.forget(VolumeChanged.class, volume);
    words.forget(RebuildChanged.class, volume);
    words.forget(LastReplica.class, volume);
  }

  private void forgetDatabase(String cluster) {
    words.forget(ClusterChanged.class, cluster);
    words.forget(FailoverChanged.class, cluster);
    words.forget(PrimaryAtRisk.class, cluster);
  }
}
