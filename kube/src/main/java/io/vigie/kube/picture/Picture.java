package io.vigie.kube.picture;

import io.vigie.kube.model.Budget;
import io.vigie.kube.model.Engine;
import io.vigie.kube.model.InstanceManager;
import io.vigie.kube.model.KubeNode;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Lease;
import io.vigie.kube.model.Pod;
import io.vigie.kube.model.Postgres;
import io.vigie.kube.model.Quorum;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.Setting;
import io.vigie.kube.model.StorageNode;
import io.vigie.kube.model.Volume;
import io.vigie.kube.read.Kind;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a cluster as last seen, Longhorn's found by volume and by node. Objects of a
 * volume may come before the volume itself.
 *
 * <p>Thread rule: one thread.
 */
public final class Picture {

  private static final NavigableSet<String> EMPTY = Collections.emptyNavigableSet();

  private final Map<String, Volume> volumes = new TreeMap<>();
  private final Map<String, Map<String, Engine>> engines = new HashMap<>();
  private final Map<String, Map<String, Replica>> replicas = new HashMap<>();
  private final Map<String, NavigableSet<String>> volumesOn = new HashMap<>();
  private final Map<String, NavigableSet<String>> attachedTo = new HashMap<>();
  private final Map<String, Engine> engineOf = new HashMap<>();
  private final Map<String, Replica> replicaOf = new HashMap<>();
  private final Map<String, StorageNode> nodes = new TreeMap<>();
  private final Map<String, KubeNode> kubeNodes = new TreeMap<>();
  private final Map<String, Setting> settings = new HashMap<>();
  private final Map<String, InstanceManager> managers = new TreeMap<>();
  private final Map<String, Budget> budgets = new HashMap<>();
  private final Map<String, Postgres> databases = new TreeMap<>();
  private final Map<String, Map<String, Pod>> pods = new HashMap<>();
  private final Map<String, Pod> podOf = new HashMap<>();
  private final Map<String, Quorum> quorums = new HashMap<>();

  /** With nothing in it. */
  public Picture() {}

  /**
   * Takes in an object.
   *
   * @return what was there of it before; null if nothing
   */
  public @Nullable Kubernetes put(Kubernetes object) {
    return switch (object) {
      case Volume volume -> {
        Volume before = volumes.put(volume.key(), volume);
        if (before == null || !before.node().equals(volume.node())) {
          detach(before);
          attachedTo.computeIfAbsent(volume.node(), _ -> new TreeSet<>()).add(volume.key());
        }
        yield before;
      }
      case Engine engine -> {
        Kubernetes before = drop(Kind.ENGINE, engine.key());
        engineOf.put(engine.key(), engine);
        engines.computeIfAbsent(engine.volume(), _ -> new TreeMap<>()).put(engine.key(), engine);
        yield before;
      }
      case Replica replica -> {
        Kubernetes before = drop(Kind.REPLICA, replica.key());
        replicaOf.put(replica.key(), replica);
        replicas
            .computeIfAbsent(replica.volume(), _ -> new TreeMap<>())
            .put(replica.key(), replica);
        volumesOn.computeIfAbsent(replica.node(), _ -> new TreeSet<>()).add(replica.volume());
        yield before;
      }
      case StorageNode node -> nodes.put(node.key(), node);
      case KubeNode node -> kubeNodes.put(node.key(), node);
      case Setting setting -> settings.put(setting.key(), setting);
      case InstanceManager manager -> managers.put(manager.key(), manager);
      case Budget budget -> budgets.put(budget.key(), budget);
      case Postgres database -> databases.put(database.key(), database);
      case Pod pod -> {
        Kubernetes before = drop(Kind.POD, pod.key());
        podOf.put(pod.key(), pod);
        pods.computeIfAbsent(pod.cluster(), _ -> new TreeMap<>()).put(pod.key(), pod);
        yield before;
      }
      case Quorum quorum -> quorums.put(quorum.key(), quorum);
      case Lease lease -> lease; // they change every few seconds, and nothing here depends on them
    };
  }

  /**
   * An object is gone.
   *
   * @return what was there of it; null if nothing
   */
  public @Nullable Kubernetes drop(Kind kind, String key) {
    return switch (kind) {
      case VOLUME -> {
        Volume before = volumes.remove(key);
        detach(before);
        yield before;
      }
      case ENGINE -> {
        Engine before = engineOf.remove(key);
        if (before != null) {
          without(engines, before.volume(), key);
        }
        yield before;
      }
      case REPLICA -> {
        Replica before = replicaOf.remove(key);
        if (before != null) {
          without(replicas, before.volume(), key);
          boolean others =
              replicas(before.volume()).stream().anyMatch(r -> r.node().equals(before.node()));
          if (!others) {
            remove(volumesOn, before.node(), before.volume());
          }
        }
        yield before;
      }
      case STORAGE_NODE -> nodes.remove(key);
      case NODE -> kubeNodes.remove(key);
      case SETTING -> settings.remove(key);
      case INSTANCE_MANAGER -> managers.remove(key);
      case BUDGET -> budgets.remove(key);
      case POSTGRES -> databases.remove(key);
      case POD -> {
        Pod before = podOf.remove(key);
        if (before != null) {
          without(pods, before.cluster(), key);
        }
        yield before;
      }
      case QUORUM -> quorums.remove(key);
      case LEASE -> null;
    };
  }

  private void detach(@Nullable Volume volume) {
    if (volume != null) {
      remove(attachedTo, volume.node(), volume.key());
    }
  }

  private static void remove(Map<String, NavigableSet<String>> all, String node, String volume) {
    Set<String> some = all.get(node);
    if (some != null) {
      some.remove(volume);
      if (some.isEmpty()) {
        all.remove(node);
      }
    }
  }

  private static <T> void without(Map<String, Map<String, T>> all, String owner, String key) {
    Map<String, T> some = all.get(owner);
    if (some != null) {
      some.remove(key);
      if (some.isEmpty()) {
        all.remove(owner);
      }
    }
  }

  /** All volumes, by name. */
  public Map<String, Volume> volumes() {
    return volumes;
  }

  /** The volume of this name. */
  public @Nullable Volume volume(String name) {
    return volumes.get(name);
  }

  /** The engine that serves a volume: the active one, of several while it migrates. */
  public @Nullable Engine engine(String volume) {
    Collection<Engine> some = engines.getOrDefault(volume, Map.of()).values();
    return some.stream()
        .filter(Engine::active)
        .findFirst()
        .or(() -> some.stream().findFirst())
        .orElse(null);
  }

  /** All engines of a volume: more than one while it migrates. */
  public Collection<Engine> engines(String volume) {
    return engines.getOrDefault(volume, Map.of()).values();
  }

  /** A volume's replicas, by name. */
  public Collection<Replica> replicas(String volume) {
    return replicas.getOrDefault(volume, Map.of()).values();
  }

  /** The replica of this name. */
  public @Nullable Replica replica(String name) {
    return replicaOf.get(name);
  }

  /** The volumes with a replica on a node, by name. */
  public NavigableSet<String> volumesOn(String node) {
    return volumesOn.getOrDefault(node, EMPTY);
  }

  /** The volumes that are attached on a node, by name. */
  public NavigableSet<String> attachedTo(String node) {
    return attachedTo.getOrDefault(node, EMPTY);
  }

  /** How many replicas there are. */
  public int replicaCount() {
    return replicaOf.size();
  }

  /** A node as Longhorn has it. */
  public @Nullable StorageNode node(String name) {
    return nodes.get(name);
  }

  /** Every node of Kubernetes or of Longhorn. */
  public Set<String> nodeNames() {
    Set<String> names = new TreeSet<>(kubeNodes.keySet());
    names.addAll(nodes.keySet());
    return names;
  }

  /** Whether Kubernetes or Longhorn has a node of this name. */
  public boolean hasNode(String name) {
    return kubeNodes.containsKey(name) || nodes.containsKey(name);
  }

  /** A node as Kubernetes has it. */
  public @Nullable KubeNode kubeNode(String name) {
    return kubeNodes.get(name);
  }

  /** A setting's number. */
  public int setting(String name, int absent) {
    Setting setting = settings.get(name);
    return setting == null ? absent : setting.number().orElse(absent);
  }

  /** A setting's text; empty if it is not there. */
  public String settingText(String name) {
    Setting setting = settings.get(name);
    return setting == null ? "" : setting.value();
  }

  /** The nodes of Kubernetes, by name. */
  public Map<String, KubeNode> kubeNodes() {
    return kubeNodes;
  }

  /** The pods that run engines and replicas on a node. */
  public List<InstanceManager> managers(String node) {
    return managers.values().stream().filter(manager -> manager.node().equals(node)).toList();
  }

  /**
   * A disruption budget.
   *
   * @param key {@code namespace/name}
   */
  public @Nullable Budget budget(String key) {
    return budgets.get(key);
  }

  /** The databases, by {@code namespace/name}. */
  public Map<String, Postgres> databases() {
    return databases;
  }

  /**
   * The pods of a database, by name.
   *
   * @param database {@code namespace/name}
   */
  public Collection<Pod> pods(String database) {
    return pods.getOrDefault(database, Map.of()).values();
  }

  /**
   * Who may hold a database's last transactions.
   *
   * @param database {@code namespace/name}
   */
  public @Nullable Quorum quorum(String database) {
    return quorums.get(database);
  }
}
