package io.vigie.sim.play;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * How everything is.
 *
 * @param beganAt when the play began, in ms since the epoch: all objects are as old
 * @param machines the nodes by name
 * @param volumes in the order of the scene
 * @param database the one there is
 */
public record World(
    long beganAt, Map<String, Machine> machines, List<Volume> volumes, Database database) {

  public World {
    machines = Collections.unmodifiableMap(new TreeMap<>(machines));
    volumes = List.copyOf(volumes);
  }

  /** All is well. */
  static World of(Scene scene, long now) {
    Map<String, Machine> machines = new TreeMap<>();
    for (Scene.Place place : scene.nodes()) {
      machines.put(place.name(), Machine.of(place, machines.size(), now));
    }
    List<Volume> volumes = new ArrayList<>();
    scene.disks().forEach(disk -> volumes.add(Volume.of(disk, machines, now)));
    return new World(now, machines, volumes, Database.of(scene.database(), machines, now));
  }

  /** The names of the nodes. */
  public List<String> nodes() {
    return List.copyOf(machines.keySet());
  }

  /** Who is primary of the database as its status says. */
  public String primary() {
    return database.primary().current();
  }

  /** The node of the primary. */
  public String primaryNode() {
    return database.find(primary()).map(Instance::node).orElse("");
  }

  /** Whether nothing is broken, and nothing is being mended. */
  public boolean whole() {
    return machines.values().stream().allMatch(Machine::serves)
        && machines.values().stream().allMatch(m -> m.ready().is() && m.voter().is())
        && volumes.stream()
            .filter(v -> !v.disk().node().isEmpty())
            .allMatch(v -> v.robustness() == Volume.Robustness.HEALTHY)
        && database.stage() == Database.Stage.STEADY
        && database.instances().stream().allMatch(Instance::answers);
  }

  World machine(String name, UnaryOperator<Machine> change) {
    Map<String, Machine> next = new TreeMap<>(machines);
    next.computeIfPresent(name, (_, machine) -> change.apply(machine));
    return new World(beganAt, next, volumes, database);
  }

  World database(Database next) {
    return new World(beganAt, machines, volumes, next);
  }
}
