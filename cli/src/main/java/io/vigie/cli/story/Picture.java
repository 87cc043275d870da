package io.vigie.cli.story;

import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.FrontendChanged;
import io.vigie.event.NodeChanged;
import io.vigie.event.ObserverChanged;
import io.vigie.event.PoolChanged;
import io.vigie.event.PriorityChanged;
import io.vigie.event.RoleChanged;
import io.vigie.event.ServerChanged;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * How things are: the last word of each key, whatever order the copies come in.
 *
 * <p>Not thread-safe. As large as the configuration: nodes, servers, pools, frontends, VIPs, by
 * balancer.
 */
public final class Picture {

  private final Map<String, Envelope> last = new TreeMap<>();

  /**
   * Takes an event in, unless a later one of its source and key is known.
   *
   * @return whether it changed the picture
   */
  public boolean take(Envelope envelope) {
    if (!isShown(envelope.event())) {
      return false;
    }
    String key = envelope.key();
    Envelope known = last.get(key);
    if (known != null
        && known.source().equals(envelope.source())
        && known.sequence().compareTo(envelope.sequence()) >= 0) {
      return false;
    }
    last.put(key, envelope);
    return true;
  }

  /** The last words of one kind, sorted by balancer and subject. */
  public <E extends Event> Collection<Said<E>> of(Class<E> kind) {
    return last.values().stream()
        .filter(envelope -> kind.isInstance(envelope.event()))
        .map(envelope -> new Said<>(envelope, kind.cast(envelope.event())))
        .toList();
  }

  private static boolean isShown(Event event) {
    return event instanceof NodeChanged
        || event instanceof ServerChanged
        || event instanceof PoolChanged
        || event instanceof FrontendChanged
        || event instanceof ObserverChanged
        || event instanceof RoleChanged
        || event instanceof PriorityChanged;
  }

  /**
   * A last word.
   *
   * @param envelope who said it, and when
   * @param event what
   */
  public record Said<E extends Event>(Envelope envelope, E event) {}
}
