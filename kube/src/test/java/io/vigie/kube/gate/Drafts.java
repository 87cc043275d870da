package io.vigie.kube.gate;

import io.vigie.event.RoleChanged.Role;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.kube.gate.Balancer.Router;
import io.vigie.kube.model.Condition;
import io.vigie.kube.model.Engine;
import io.vigie.kube.model.Engine.Mode;
import io.vigie.kube.model.Engine.Rebuild;
import io.vigie.kube.model.KubeNode;
import io.vigie.kube.model.Pod;
import io.vigie.kube.model.Postgres;
import io.vigie.kube.model.Postgres.Sync;
import io.vigie.kube.model.Replica;
import io.vigie.kube.model.StorageNode;
import io.vigie.kube.model.Tri;
import io.vigie.kube.model.Volume;
import io.vigie.kube.model.Volume.Robustness;
import io.vigie.kube.model.Volume.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Objects while they can still be changed; each begins as one in which all is well. */
final class Drafts {

  static final String LONG_AGO = "2026-07-02T08:11:20Z";
  static final String BEFORE = "2026-08-21T09:00:00Z";
  static final String NOW = "2026-08-21T10:00:11Z";

  private Drafts() {}

  static Condition condition(Tri status) {
    return new Condition(status, "", "", LONG_AGO);
  }

  static Condition condition(Tri status, String reason) {
    return new Condition(status, reason, "", LONG_AGO);
  }

  static final class NodeDraft {
    Condition ready = condition(Tri.TRUE);
    boolean member = true;
    Condition voter = condition(Tri.TRUE, "MemberNotLearner");
    boolean cordoned;

    KubeNode build(String name) {
      return new KubeNode(name, ready, member, voter, cordoned, "boot");
    }
  }

  static final class StorageNodeDraft {
    Condition ready = condition(Tri.TRUE);
    Condition schedulable = condition(Tri.TRUE);

    StorageNode build(String name) {
      return new StorageNode(name, ready, schedulable, true);
    }
  }

  static final class VolumeDraft {
    int wanted = 3;
    boolean strictLocal;
    boolean sharded;
    boolean migrating;
    State state = State.ATTACHED;
    Robustness robustness = Robustness.HEALTHY;
    String node = "k3s-1";
    String workload = "StatefulSet git/gitea";
    boolean deleting;
    EngineDraft engine = new EngineDraft();
    final Map<Integer, ReplicaDraft> replicas = new TreeMap<>();

    VolumeDraft(int... nodes) {
      for (int one : nodes) {
        replicas.put(one, new ReplicaDraft("k3s-" + one));
      }
    }

    /** Nobody uses it: no engine runs, and its robustness says nothing. */
    void detach() {
      state = State.DETACHED;
      robustness = Robustness.UNKNOWN;
      node = "";
      engine.running = false;
    }

    Volume build(String name) {
      return new Volume(
          name,
          20L << 30,
          wanted,
          strictLocal,
          30,
          sharded,
          migrating,
          state,
          robustness,
          node,
          "",
          7L << 30,
          Condition.ABSENT,
          "git/data",
          workload,
          deleting);
    }
  }

  /** What differs from "every replica is RW". */
  static final class EngineDraft {
    boolean running = true;
    boolean lost;
    final Map<Integer, Mode> modes = new HashMap<>();
    final Map<Integer, Integer> copies = new HashMap<>();
    final List<Integer> sources = new ArrayList<>();

    Engine build(String volume, VolumeDraft of) {
      Map<String, Mode> all = new HashMap<>();
      if (running) {
        of.replicas.forEach(
            (node, replica) -> {
              if (replica.failedAt.isEmpty()) {
                all.put(replica(volume, node), modes.getOrDefault(node, Mode.RW));
              }
            });
      }
      Map<String, Rebuild> rebuilds = new HashMap<>();
      copies.forEach((node, at) -> rebuilds.put(replica(volume, node), new Rebuild(at, "")));
      return new Engine(
          volume + "-e-0",
          volume,
          of.node,
          true,
          running && !lost,
          lost,
          all,
          Map.of(),
          rebuilds,
          sources.stream().map(node -> replica(volume, node)).toList(),
          8L << 30);
    }
  }

  static String replica(String volume, int node) {
    return volume + "-r-" + node;
  }

  static final class ReplicaDraft {
    String node;
    boolean active = true;
    String failedAt = "";
    String healthyAt = LONG_AGO;
    String lastFailedAt = "";
    String lastHealthyAt = LONG_AGO;
    int retries;

    ReplicaDraft(String node) {
      this.node = node;
    }

    /** As Longhorn marks one that an engine could not reach. */
    void fail() {
      failedAt = NOW;
      lastFailedAt = NOW;
    }

    /** As Longhorn marks one that it takes again: it waits, or is being filled. */
    void rebuild() {
      failedAt = "";
      healthyAt = "";
      lastFailedAt = NOW;
      retries = 1;
    }

    Replica build(String volume, int number) {
      return new Replica(
          replica(volume, number),
          volume,
          node,
          active,
          failedAt,
          healthyAt,
          lastFailedAt,
          lastHealthyAt,
          retries,
          failedAt.isEmpty(),
          Condition.ABSENT,
          false);
    }
  }

  static final class DatabaseDraft {
    int instances = 3;
    int ready = 3;
    String primary;
    String target;
    String phase = "Cluster in healthy state";
    Sync sync = Sync.NONE;
    List<String> fenced = List.of();
    boolean hibernated;
    boolean reconciled = true;
    Condition archiving = condition(Tri.TRUE);
    final Map<String, PodDraft> pods = new TreeMap<>();

    DatabaseDraft(String name, int... nodes) {
      primary = name + "-1";
      target = primary;
      instances = nodes.length;
      ready = nodes.length;
      for (int i = 0; i < nodes.length; i++) {
        pods.put(name + "-" + (i + 1), new PodDraft("k3s-" + nodes[i]));
      }
    }

    Postgres build(String key) {
      return new Postgres(
          key,
          instances,
          ready,
          List.copyOf(pods.keySet()),
          primary,
          LONG_AGO,
          target,
          LONG_AGO,
          "",
          3,
          phase,
          List.of(),
          Map.of(),
          sync,
          fenced,
          hibernated,
          reconciled,
          archiving,
          false);
    }
  }

  static final class PodDraft {
    String node;
    Condition ready = condition(Tri.TRUE);
    boolean deleting;

    PodDraft(String node) {
      this.node = node;
    }

    Pod build(String database, String name, boolean primary) {
      String namespace = database.substring(0, database.indexOf('/'));
      return new Pod(
          namespace + "/" + name,
          name,
          database,
          primary ? "primary" : "replica",
          node,
          ready,
          deleting);
    }
  }

  static final class BalancerDraft {
    Source lb = Source.FRESH;
    Source vrrp = Source.FRESH;
    final Map<String, ServerState> servers = new TreeMap<>();
    final Map<String, Router> routers = new TreeMap<>();

    void plays(String vip, Role role, @Nullable String active) {
      routers.put(vip, new Router(role, active));
    }

    Balancer build() {
      return new Balancer(lb, servers, vrrp, routers);
    }
  }
}
