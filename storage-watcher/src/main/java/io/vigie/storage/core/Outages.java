package io.vigie.storage.core;

import io.vigie.event.Envelope;
import io.vigie.event.EventType;
import io.vigie.event.Fact;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.event.NodeView;
import io.vigie.event.Opinion;
import io.vigie.event.Word;
import io.vigie.kube.model.KubeNode;
import io.vigie.kube.model.StorageNode;
import io.vigie.kube.model.Tri;
import io.vigie.kube.picture.Picture;
import io.vigie.kube.said.Said;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes are down: by the observers who count, by Kubernetes, or by both.
 *
 * <p>Kubernetes counts where it says that it hears nothing of a node, or where Longhorn has given
 * the node up because of it. A kubelet that says of itself that it is not ready does not: Longhorn
 * waits as well. Nor does a node on which only Longhorn's manager is away: replicas live without
 * it.
 *
 * <p>Thread rule: one thread.
 */
final class Outages {

  private static final String PROBES = "probes";
  private static final String KUBERNETES = "kubernetes";

  /** Why Longhorn's node is not ready though it is there. */
  private static final Set<String> THERE =
      Set.of(
          "ManagerPodDown",
          "ManagerPodMissing",
          "KubernetesNodePressure",
          "UnknownNodeConditionTrue");

  private final Picture picture;
  private final Said said;
  private final Map<String, Outage> down = new TreeMap<>();
  private final Map<String, Boolean> probed = new HashMap<>();
  private NodeView observers = NodeView.EMPTY;

  Outages(Picture picture, Said said) {
    this.picture = picture;
    this.said = said;
  }

  /**
   * One node that is down.
   *
   * @param basis who says so
   * @param cause the event that tipped it; null if only Kubernetes says so
   */
  record Outage(String basis, Fact.@Nullable Ref cause) {}

  /** Takes in an observer's event. */
  void heard(Envelope envelope, boolean fresh, long now) {
    observers = observers.heard(envelope, fresh, now);
  }

  /** The local link to this host's observer was opened, or pinged. */
  void linkAlive(String observer, long now) {
    observers = observers.linkAlive(observer, now);
  }

  /** The local link to this host's observer ended. */
  void linkLost(String observer) {
    observers = observers.linkLost(observer);
  }

  boolean isDown(String node) {
    return down.containsKey(node);
  }

  /** Why a node is held down; null if it is not. */
  @Nullable Outage of(String node) {
    return down.get(node);
  }

  /** Whose word it is, of every node that is down. */
  Map<String, String> bases() {
    Map<String, String> bases = new TreeMap<>();
    down.forEach((node, outage) -> bases.put(node, outage.basis()));
    return bases;
  }

  /** The nodes that are down. */
  Set<String> nodes() {
    return down.keySet();
  }

  /** Looks again at every node; answers those that went down or came back. */
  Set<String> recheck(long now) {
    Set<String> names = picture.nodeNames();
    Set<String> changed = new TreeSet<>();
    for (String node : names) {
      if (recheck(node, now)) {
        changed.add(node);
      }
    }
    for (String node : Set.copyOf(down.keySet())) {
      if (!names.contains(node) && recheck(node, now)) {
        changed.add(node); // it is no node any more
      }
    }
    probed.keySet().retainAll(names);
    return changed;
  }

  /** Looks again at one node; answers whether it went down or came back. */
  boolean recheck(String node, long now) {
    Outage before = down.get(node);
    Outage after = picture.hasNode(node) ? look(node, now) : null;
    if (after == null) {
      down.remove(node);
    } else {
      down.put(node, after);
    }
    return (before == null) != (after == null);
  }

  private @Nullable Outage look(String node, long now) {
    Opinion opinion = observers.agreed(node, now);
    boolean kubernetes = isDownForKubernetes(node);
    boolean probes =
        switch (opinion.standing()) {
          case DOWN -> true;
          case UNKNOWN -> wasDown(node);
          case UP, DEGRADED, FLAPPING, DISPUTED -> false;
        };
    switch (opinion.standing()) {
      case UNKNOWN -> {} // what was held may still come from the topic
      default -> probed.put(node, probes);
    }
    if (!probes) {
      return kubernetes ? new Outage(KUBERNETES, null) : null;
    }
    Fact.Ref cause = opinion.tippedBy().map(Word::ref).orElse(null);
    return new Outage(kubernetes ? PROBES + ", " + KUBERNETES : PROBES, cause);
  }

  /** Nobody looks any more: it stays as it was, whatever Kubernetes says, which lags behind. */
  private boolean wasDown(String node) {
    Boolean held = probed.get(node);
    if (held != null) {
      return held;
    }
    NodeAtRisk last = said.last(NodeAtRisk.class, EventType.NODE_AT_RISK, node);
    return last != null && last.risk() == Risk.AT_RISK && last.basis().startsWith(PROBES);
  }

  private boolean isDownForKubernetes(String node) {
    KubeNode kube = picture.kubeNode(node);
    if (kube != null && kube.ready().isPresent() && kube.ready().status() == Tri.UNKNOWN) {
      return true;
    }
    StorageNode storage = picture.node(node);
    return storage != null
        && storage.ready().status() == Tri.FALSE
        && !THERE.contains(storage.ready().reason());
  }
}
