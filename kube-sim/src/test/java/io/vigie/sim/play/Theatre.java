package io.vigie.sim.play;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.play.Scene.Place;
import io.vigie.sim.store.ObjectKey;
import io.vigie.sim.store.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A play on a virtual clock, its objects as somebody sees them who gets only the changes. */
final class Theatre {

  static final long BEGIN = 1_788_000_000_000L;
  static final long STEP = 1_000;

  final Scene scene;
  final Map<ObjectKey, ObjectNode> objects = new HashMap<>();
  World world;
  long now = BEGIN;

  Theatre(double speed) {
    scene =
        Scene.homelab(
            new Tempo(speed),
            List.of(
                new Place("k3s-1", "192.0.2.1"),
                new Place("k3s-2", "192.0.2.2"),
                new Place("k3s-3", "192.0.2.3")));
    world = Play.begin(scene, now);
    Play.objects(scene, world).forEach(this::apply);
  }

  void input(Input input) {
    Play.Step step = Play.step(scene, world, input, now);
    world = step.next();
    step.changes().forEach(this::apply);
  }

  private void apply(Change change) {
    ObjectNode object = change.object();
    if (object == null) {
      objects.remove(change.key());
    } else {
      objects.put(change.key(), object);
    }
  }

  /** Lets time pass until so many seconds after the beginning. */
  void until(double seconds) {
    long end = BEGIN + Math.round(seconds * 1000);
    while (now < end) {
      now = Math.min(end, now + STEP);
      input(new Input.Tick());
    }
  }

  /** How many seconds after the beginning this is so; -1 if it is not by then. */
  double when(double limit, BooleanSupplier so) {
    while (now < BEGIN + Math.round(limit * 1000)) {
      if (so.getAsBoolean()) {
        return (now - BEGIN) / 1000.0;
      }
      now += STEP;
      input(new Input.Tick());
    }
    return so.getAsBoolean() ? (now - BEGIN) / 1000.0 : -1;
  }

  /** A part of an object; missing if it is not there. */
  JsonNode at(String group, String plural, String namespace, String name, String pointer) {
    ObjectNode object = objects.get(new ObjectKey(new Resource(group, plural), namespace, name));
    return object == null ? Canvas.object().at("/none") : object.at(pointer);
  }

  JsonNode longhorn(String plural, String name, String pointer) {
    return at("longhorn.io", plural, "longhorn-system", name, pointer);
  }

  JsonNode cluster(String pointer) {
    return at("postgresql.cnpg.io", "clusters", "db", "pg-main", pointer);
  }

  JsonNode pod(String name, String pointer) {
    return at("", "pods", "db", name, pointer);
  }

  String volume(String claim) {
    return all("volumes")
        .filter(v -> v.at("/status/kubernetesStatus/pvcName").asText().equals(claim))
        .findFirst()
        .orElseThrow()
        .at("/metadata/name")
        .asText();
  }

  JsonNode volume(String claim, String pointer) {
    return longhorn("volumes", volume(claim), pointer);
  }

  JsonNode engine(String claim, String pointer) {
    return longhorn("engines", volume(claim) + "-e-0", pointer);
  }

  /** The replica of a volume on a node; missing if there is none. */
  JsonNode replica(String claim, String node, String pointer) {
    String volume = volume(claim);
    return all("replicas")
        .filter(r -> r.at("/spec/volumeName").asText().equals(volume))
        .filter(r -> r.at("/spec/nodeID").asText().equals(node))
        .findFirst()
        .map(r -> r.at(pointer))
        .orElseGet(() -> Canvas.object().at("/none"));
  }

  /** All objects of Longhorn of one kind, by name. */
  Stream<ObjectNode> all(String plural) {
    Map<String, ObjectNode> found = new TreeMap<>();
    objects.forEach(
        (key, object) -> {
          if (key.resource().equals(new Resource("longhorn.io", plural))) {
            found.put(key.name(), object);
          }
        });
    return found.values().stream();
  }

  /** The status of a condition. */
  static String condition(JsonNode conditions, String type) {
    for (JsonNode one : conditions) {
      if (one.path("type").asText().equals(type)) {
        return one.path("status").asText();
      }
    }
    return "";
  }

  String node(String name, String type) {
    return condition(at("", "nodes", "", name, "/status/conditions"), type);
  }

  String storageNode(String name, String type) {
    return condition(longhorn("nodes", name, "/status/conditions"), type);
  }
}
