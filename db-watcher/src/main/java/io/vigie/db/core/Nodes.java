package io.vigie.db.core;

import io.vigie.event.Envelope;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.NodeView;
import io.vigie.kube.model.KubeNode;
import io.vigie.kube.model.Pod;
import io.vigie.kube.picture.Picture;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes are down, by whose word, and since when.
 *
 * <p>Thread rule: one thread.
 */
final class Nodes {

  /** By then Kubernetes has noticed that a node is down. */
  private static final long NOTICED_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Picture picture;
  private final Map<String, Death> deaths = new HashMap<>();
  private final Map<String, Long> diedNanos = new HashMap<>();
  private final Map<String, Long> unobservedNanos = new HashMap<>();
  private final Set<String> probedDown = new HashSet<>();
  private final Set<String> noticedOnce = new HashSet<>();
  private Map<String, String> down = new TreeMap<>();
  private NodeView observers = NodeView.EMPTY;

  /**
   * What the observers said of a node that is down.
   *
   * @param ref the last word of them
   * @param firstAt when the first of them said so, by the clock of its host
   * @param host that host
   */
  record Death(Fact.Ref ref, Instant firstAt, String host) {}

  Nodes(Picture picture) {
    this.picture = picture;
  }

  /** An observer's event; answers the nodes that are up or down since. */
  Set<String> heard(Envelope envelope, boolean fresh, long now) {
    boolean word = false;
    if (envelope.event() instanceof NodeChanged node && !node.impaired()) {
      word = true;
      if (node.status() == NodeStatus.DOWN) {
        Death first = deaths.get(node.node());
        deaths.put(
            node.node(),
            first == null
                ? new Death(envelope.ref(), envelope.time(), envelope.host())
                : new Death(envelope.ref(), first.firstAt(), first.host()));
      } else {
        deaths.remove(node.node());
      }
    }
    observers = observers.heard(envelope, fresh, now);
    return look(now, fresh && word);
  }

  void linkAlive(String observer, long now) {
    observers = observers.linkAlive(observer, now);
  }

  Set<String> linkLost(String observer, long now) {
    observers = observers.linkLost(observer);
    return look(now, false);
  }

  /** A watcher told that this node is down, or no more; it counts while nobody else knows. */
  void told(String node, boolean isDown, long now) {
    if (isUnobserved(node, now)) {
      if (isDown) {
        probedDown.add(node);
      } else {
        probedDown.remove(node);
      }
    }
  }

  private boolean isUnobserved(String node, long now) {
    return switch (observers.agreed(node, now).standing()) {
      case UNKNOWN -> true;
      case UP, DEGRADED, FLAPPING, DOWN, DISPUTED -> false;
    };
  }

  /** Looks again who is down; answers the nodes that are up or down since. */
  Set<String> look(long now) {
    return look(now, false);
  }

  private Set<String> look(long now, boolean live) {
    Map<String, String> before = down;
    down = new TreeMap<>();
    for (String node : names()) {
      String basis = basis(node, now, live);
      if (!basis.isEmpty()) {
        down.put(node, basis);
      }
    }
    Set<String> changed = new TreeSet<>(before.keySet());
    changed.addAll(down.keySet());
    changed.removeIf(node -> before.containsKey(node) == down.containsKey(node));
    return changed;
  }

  private String basis(String node, long now, boolean live) {
    boolean probes =
        switch (observers.agreed(node, now).standing()) {
          case DOWN -> true;
          case UNKNOWN -> probedDown.contains(node) && !outlived(node, now);
          case UP, DEGRADED, FLAPPING, DISPUTED -> false;
        };
    if (!isUnobserved(node, now)) {
      unobservedNanos.remove(node);
      noticedOnce.remove(node);
    }
    if (probes && probedDown.add(node) && live) {
      diedNanos.put(node, now);
    } else if (!probes) {
      probedDown.remove(node);
      diedNanos.remove(node);
    }
    KubeNode kube = picture.kubeNode(node);
    boolean kubernetes = kube != null && isLost(kube);
    if (kubernetes) {
      noticedOnce.add(node);
    }
    return probes ? (kubernetes ? "probes, kubernetes" : "probes") : kubernetes ? "kubernetes" : "";
  }

  /**
   * Nobody looks any more, so it stays as it was; but by now Kubernetes would have noticed that it
   * is down, and says that it is not.
   */
  private boolean outlived(String node, long now) {
    KubeNode kube = picture.kubeNode(node);
    long since = unobservedNanos.computeIfAbsent(node, _ -> now);
    boolean noticed = noticedOnce.contains(node) || now - since > NOTICED_NANOS;
    return noticed && kube != null && kube.ready().status().isTrue();
  }

  private static boolean isLost(KubeNode node) {
    return node.ready().isPresent() && !node.ready().status().isTrue();
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>(picture.kubeNodes().keySet());
    for (String database : picture.databases().keySet()) {
      picture.pods(database).stream().map(Pod::node).forEach(names::add);
    }
    names.remove("");
    return names;
  }

  /** The nodes that are down, and by whose word. */
  Map<String, String> down() {
    return down;
  }

  /** Whether a node is down, by anybody's word. */
  boolean isDown(String node) {
    return down.containsKey(node);
  }

  /** Whether Kubernetes itself has noticed that a node is not there. */
  boolean isNoticed(String node) {
    KubeNode kube = picture.kubeNode(node);
    return kube != null && isLost(kube);
  }

  /** What the observers said of a node that is down; null if they did not. */
  @Nullable Death death(String node) {
    return probedDown.contains(node) ? deaths.get(node) : null;
  }

  /** When all observers agreed that a node is down; null if that was not seen as it happened. */
  @Nullable Long diedNanos(String node) {
    return diedNanos.get(node);
  }
}
