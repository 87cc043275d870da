package io.vigie.storage.core;

import io.vigie.kube.model.Engine;
import io.vigie.kube.model.KubeNode;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.Setting;
import io.vigie.kube.model.StorageNode;
import io.vigie.kube.model.Volume;
import io.vigie.kube.read.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Longhorn's objects as last seen, found by volume and by node. Objects of a volume may come before
 * the volume itself.
 *
 * <p>Thread rule: one thread.
 */
final class Picture {

  private final Map<String, Volume> volumes = new TreeMap<>();
  private final Map<String, Map<String, Engine>> engines = new HashMap<>();
  private final Map<String, Map<String, Replica>> replicas = new HashMap<>();
  private final Map<String, Set<String>> volumesOn = new HashMap<>();
  private final Map<String, Engine> engineOf = new HashMap<>();
  private final Map<String, Replica> replicaOf = new HashMap<>();
  private final Map<String, StorageNode> nodes = new TreeMap<>();
  private final Map<String, KubeNode> kubeNodes = new TreeMap<>();
  private final Map<String, Setting> settings = new HashMap<>();

  /** Takes in an object; answers the volume whose state it may change, null if no single one. */
  @Nullable String put(Kubernetes object) {
    switch (object) {
      case Volume volume -> {
        volumes.put(volume.key(), volume);
        return volume.key();
      }
      case Engine engine -> {
        drop(Kind.ENGINE, engine.key());
        engineOf.put(engine.key(), engine);
        engines.computeIfAbsent(engine.volume(), _ -> new TreeMap<>()).put(engine.key(), engine);
        return engine.volume();
      }
      case Replica replica -> {
        drop(Kind.REPLICA, replica.key());
        replicaOf.put(replica.key(), replica);
        replicas
            .computeIfAbsent(replica.volume(), _ -> new TreeMap<>())
            .put(replica.key(), replica);
        volumesOn.computeIfAbsent(replica.node(), _ -> new TreeSet<>()).add(replica.volume());
        return replica.volume();
      }
      case StorageNode node -> nodes.put(node.key(), node);
      case KubeNode node -> kubeNodes.put(node.key(), node);
      case Setting setting -> settings.put(setting.key(), setting);
      default -> {} // nothing storage depends on
    }
    return null;
  }

  /** An object is gone; answers the volume whose state that may change, null if no single one. */
  @Nullable String drop(Kind kind, String key) {
    switch (kind) {
      case VOLUME -> {
        volumes.remove(key);
        return key;
      }
      case ENGINE -> {
        Engine before = engineOf.remove(key);
        if (before != null) {
          without(engines, before.volume(), key);
          return before.volume();
        }
      }
      case REPLICA -> {
        Replica before = replicaOf.remove(key);
        if (before != null) {
          without(replicas, before.volume(), key);
          boolean others =
              replicas(before.volume()).stream().anyMatch(r -> r.node().equals(before.node()));
          Set<String> there = volumesOn.get(before.node());
          if (!others && there != null) {
            there.remove(before.volume());
          }
          return before.volume();
        }
      }
      case STORAGE_NODE -> nodes.remove(key);
      case NODE -> kubeNodes.remove(key);
      case SETTING -> settings.remove(key);
      default -> {} // nothing storage depends on
    }
    return null;
  }

  private static <T> void without(Map<String, Map<String, T>> all, String volume, String key) {
    Map<String, T> some = all.get(volume);
    if (some != null) {
      some.remove(key);
      if (some.isEmpty()) {
        all.remove(volume);
      }
    }
  }

  /** All volumes, by name. */
  Map<String, Volume> volumes() {
    return volumes;
  }

  @Nullable Volume volume(String name) {
    return volumes.get(name);
  }

  /** The engine that serves a volume: the active one, of several while it migrates. */
  @Nullable Engine engine(String volume) {
    Collection<Engine> some = engines.getOrDefault(volume, Map.of()).values();
    return some.stream()
        .filter(Engine::active)
        .findFirst()
        .or(() -> some.stream().findFirst())
        .orElse(null);
  }

  /** A volume's replicas, by name. */
  Collection<Replica> replicas(String volume) {
    return replicas.getOrDefault(volume, Map.of()).values();
  }

  @Nullable Replica replica(String name) {
    return replicaOf.get(name);
  }

  /** The volumes with a replica on a node, by name. */
  Set<String> volumesOn(String node) {
    return volumesOn.getOrDefault(node, Set.of());
  }

  /** How many replicas there are. */
  int replicaCount() {
    return replicaOf.size();
  }

  @Nullable StorageNode node(String name) {
    return nodes.get(name);
  }

  /** Every node of Kubernetes or of Longhorn. */
  Set<String> nodeNames() {
    Set<String> names = new TreeSet<>(kubeNodes.keySet());
    names.addAll(nodes.keySet());
    return names;
  }

  @Nullable KubeNode kubeNode(String name) {
    return kubeNodes.get(name);
  }

  /** A setting's number. */
  int setting(String name, int absent) {
    Setting setting = settings.get(name);
    return setting == null ? absent : setting.number().orElse(absent);
  }
}
