package io.vigie.kube.gate;

import io.vigie.event.RoleChanged.Role;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.event.Standing;
import io.vigie.kube.gate.Drafts.BalancerDraft;
import io.vigie.kube.gate.Drafts.DatabaseDraft;
import io.vigie.kube.gate.Drafts.EngineDraft;
import io.vigie.kube.gate.Drafts.NodeDraft;
import io.vigie.kube.gate.Drafts.PodDraft;
import io.vigie.kube.gate.Drafts.ReplicaDraft;
import io.vigie.kube.gate.Drafts.StorageNodeDraft;
import io.vigie.kube.gate.Drafts.VolumeDraft;
import io.vigie.kube.gate.Layout.Place;
import io.vigie.kube.model.Budget;
import io.vigie.kube.model.InstanceManager;
import io.vigie.kube.model.Quorum;
import io.vigie.kube.model.Setting;
import io.vigie.kube.picture.Picture;
import io.vigie.kube.read.Kind;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in which all is well, to be told what is not: three servers, k3s-1 on host p1, k3s-2 on
 * p2, k3s-3 a machine of its own; two balancers, lb-1 on p1 and lb-2 on p2, which holds the VIP;
 * volume pvc-1 on all three, attached on k3s-1; database db/pg with its primary pg-1 on k3s-1.
 */
final class Scene {

  private static final Instant NOON = Instant.parse("2026-08-21T12:00:00Z");

  final Map<String, NodeDraft> nodes = new TreeMap<>();
  final Map<String, StorageNodeDraft> storageNodes = new TreeMap<>();
  final Map<String, InstanceManager> managers = new TreeMap<>();
  final Map<String, Integer> budgets = new TreeMap<>();
  final Map<String, String> settings = new TreeMap<>();
  final Map<String, VolumeDraft> volumes = new TreeMap<>();
  final Map<String, DatabaseDraft> databases = new TreeMap<>();
  final Map<String, Quorum> quorums = new TreeMap<>();
  final Map<Kind, Source> kinds = new EnumMap<>(Kind.class);
  final Map<String, Standing> standings = new TreeMap<>();
  final Map<String, BalancerDraft> balancers = new TreeMap<>();
  final Map<String, Place> places = new LinkedHashMap<>();
  final Map<String, Set<String>> pools = new TreeMap<>();
  final Set<String> vips = new TreeSet<>(Set.of("main"));

  Scene() {
    servers(3);
    GatePicture.KINDS.forEach(kind -> kinds.put(kind, Source.FRESH));
    volume("pvc-1", new VolumeDraft(1, 2, 3));
    databases.put("db/pg", new DatabaseDraft("pg", 1, 2, 3));
    for (String name : List.of("lb-1", "lb-2")) {
      balancers.put(name, new BalancerDraft());
    }
    pool("traefik", 1, 2, 3);
    balancer("lb-1", b -> b.plays("main", Role.BACKUP, "lb-2"));
    balancer("lb-2", b -> b.plays("main", Role.ACTIVE, "lb-2"));
  }

  /** So many servers, all members of etcd. */
  Scene servers(int count) {
    nodes.clear();
    storageNodes.clear();
    managers.clear();
    for (int i = 1; i <= count; i++) {
      String name = "k3s-" + i;
      nodes.put(name, new NodeDraft());
      storageNodes.put(name, new StorageNodeDraft());
      managers.put(name, new InstanceManager("im-" + i, name, true));
      budgets.put("im-" + i, 0);
      standings.put(name, Standing.UP);
      places.put(name, new Place("192.168.1.10" + (i + 2), i <= 2 ? "p" + i : null));
    }
    return this;
  }

  Scene node(int number, Consumer<NodeDraft> change) {
    with(nodes.get("k3s-" + number), change);
    return this;
  }

  Scene storageNode(int number, Consumer<StorageNodeDraft> change) {
    with(storageNodes.get("k3s-" + number), change);
    return this;
  }

  Scene manager(int number, boolean running) {
    managers.put("k3s-" + number, new InstanceManager("im-" + number, "k3s-" + number, running));
    return this;
  }

  Scene setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  Scene volume(String name, VolumeDraft volume) {
    volumes.put(name, volume);
    return this;
  }

  Scene volume(Consumer<VolumeDraft> change) {
    with(volumes.get("pvc-1"), change);
    return this;
  }

  Scene engine(Consumer<EngineDraft> change) {
    return volume(volume -> change.accept(volume.engine));
  }

  Scene replica(int node, Consumer<ReplicaDraft> change) {
    return volume(volume -> with(volume.replicas.get(node), change));
  }

  Scene database(Consumer<DatabaseDraft> change) {
    with(databases.get("db/pg"), change);
    return this;
  }

  /** The same with instances on these nodes, the first of them the primary. */
  Scene databaseOn(int... on) {
    databases.put("db/pg", new DatabaseDraft("pg", on));
    return this;
  }

  Scene pod(int number, Consumer<PodDraft> change) {
    return database(database -> with(database.pods.get("pg-" + number), change));
  }

  Scene kind(Kind kind, Source source) {
    kinds.put(kind, source);
    return this;
  }

  Scene standing(int node, Standing standing) {
    standings.put("k3s-" + node, standing);
    return this;
  }

  Scene balancer(String name, Consumer<BalancerDraft> change) {
    with(balancers.get(name), change);
    return this;
  }

  /** Another pool, all of whose servers take connections. */
  Scene pool(String name, int... on) {
    Set<String> servers = new TreeSet<>();
    for (int node : on) {
      servers.add("k3s-" + node);
      balancers.values().forEach(b -> b.servers.put(name + "/k3s-" + node, ServerState.ACTIVE));
    }
    pools.put(name, servers);
    return this;
  }

  /** Of two troubles the first may have taken away what the second is about. */
  private static <T> void with(@Nullable T draft, Consumer<T> change) {
    if (draft != null) {
      change.accept(draft);
    }
  }

  /** What one balancer says of a server, or all. */
  Scene server(String balancer, int node, ServerState state) {
    balancers.forEach(
        (name, b) -> {
          if (balancer.equals("all") || balancer.equals(name)) {
            b.servers.put("traefik/k3s-" + node, state);
          }
        });
    return this;
  }

  /** Who holds the VIP. */
  Scene held(String by) {
    balancers.forEach(
        (name, b) -> b.plays("main", name.equals(by) ? Role.ACTIVE : Role.BACKUP, by));
    return this;
  }

  GatePicture picture() {
    Picture objects = new Picture();
    nodes.forEach((name, draft) -> objects.put(draft.build(name)));
    storageNodes.forEach((name, draft) -> objects.put(draft.build(name)));
    managers.values().forEach(objects::put);
    budgets.forEach(
        (name, allowed) -> objects.put(new Budget("longhorn-system/" + name, name, allowed)));
    settings.forEach((name, value) -> objects.put(new Setting(name, value)));
    volumes.forEach(
        (name, draft) -> {
          objects.put(draft.build(name));
          objects.put(draft.engine.build(name, draft));
          draft.replicas.forEach((number, replica) -> objects.put(replica.build(name, number)));
        });
    databases.forEach(
        (key, draft) -> {
          objects.put(draft.build(key));
          draft.pods.forEach(
              (pod, one) -> objects.put(one.build(key, pod, pod.equals(draft.primary))));
        });
    quorums.values().forEach(objects::put);
    Map<String, Balancer> heard = new TreeMap<>();
    balancers.forEach((name, draft) -> heard.put(name, draft.build()));
    return new GatePicture(objects, kinds, layout(), standings, heard, NOON);
  }

  private Layout layout() {
    Map<String, Place> lbs = new LinkedHashMap<>();
    lbs.put("lb-1", new Place("192.168.1.6", "p1"));
    lbs.put("lb-2", new Place("192.168.1.7", "p2"));
    return new Layout(places, lbs, pools, vips, nodes.keySet());
  }
}
