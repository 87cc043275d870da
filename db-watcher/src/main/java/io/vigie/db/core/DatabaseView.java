package io.vigie.db.core;

import io.vigie.kube.model.Pod;
import io.vigie.kube.model.Postgres;
import io.vigie.kube.model.Quorum;
import io.vigie.kube.picture.Picture;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One database with all that belongs to it.
 *
 * @param pods of its instances, by name
 * @param nodes which nodes are down
 */
record DatabaseView(
    Postgres database, Map<String, Pod> pods, @Nullable Quorum quorum, Nodes nodes) {

  static DatabaseView of(Postgres database, Picture picture, Nodes nodes) {
    Map<String, Pod> pods = new TreeMap<>();
    for (Pod pod : picture.pods(database.key())) {
      if (database.names().isEmpty() || database.names().contains(pod.name())) {
        pods.put(pod.name(), pod);
      }
    }
    return new DatabaseView(database, pods, picture.quorum(database.key()), nodes);
  }

  String name() {
    return database.key();
  }

  @Nullable Pod pod(String instance) {
    return pods.get(instance);
  }

  /** Where an instance is; empty where that is not known. */
  String node(String instance) {
    Pod pod = pods.get(instance);
    return pod == null ? "" : pod.node();
  }

  /** Whether an instance serves, for all Kubernetes and the observers say. */
  boolean isReady(String instance) {
    Pod pod = pods.get(instance);
    return pod != null && pod.isReady() && !nodes.isDown(pod.node());
  }

  /** Whether the operator, when it last looked, found an instance well; true if it did not say. */
  boolean isListed(String instance) {
    return database.healthy().isEmpty() || database.healthy().contains(instance);
  }

  /** Whether Kubernetes itself knows that an instance does not serve. */
  boolean isNoticed(String instance) {
    Pod pod = pods.get(instance);
    return pod == null || !pod.isReady() || nodes.isNoticed(pod.node());
  }

  /** How many instances serve: those the operator counts, less those known to be gone. */
  int ready() {
    long serving = pods.keySet().stream().filter(this::isReady).count();
    return (int) Math.min(database.ready(), serving);
  }

  boolean isRedundant() {
    return database.instances() > 0 && ready() >= database.instances();
  }

  /** The instances that do not serve, sorted. */
  List<String> lost() {
    return (database.names().isEmpty() ? pods.keySet() : database.names())
        .stream().filter(instance -> !isReady(instance) || !isListed(instance)).sorted().toList();
  }

  /** The instances that could take over from a primary. */
  List<String> standbys(String primary) {
    return pods.keySet().stream()
        .filter(instance -> !instance.equals(primary))
        .filter(instance -> isReady(instance) && isListed(instance))
        .filter(instance -> !database.isFenced(instance))
        .toList();
  }

  /** How many of the standbys that confirm commits could take over. */
  int confirming(Collection<String> named, String primary) {
    List<String> ready = new ArrayList<>(standbys(primary));
    ready.retainAll(named);
    return ready.size();
  }
}
