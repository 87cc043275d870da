package io.vigie.sim.play;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.play.Input.Came;
import io.vigie.sim.play.Input.Cordon;
import io.vigie.sim.play.Input.Promote;
import io.vigie.sim.play.Input.Tick;
import io.vigie.sim.play.Input.Went;
import io.vigie.sim.store.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All controllers of the simulated cluster. Pure: no I/O, no clock, no threads.
 *
 * <p>{@code now} is in ms since the epoch, as the objects carry times of day; it is never to go
 * back. All delays are those of the real ones, divided by the speed of the scene.
 */
public final class Play {

  private Play() {}

  /**
   * What came of it.
   *
   * @param changes what is to be written, in this order
   */
  public record Step(World next, List<Change> changes) {}

  /** How everything is before anything happens. */
  public static World begin(Scene scene, long now) {
    return World.of(scene, now);
  }

  /** All objects of a world, in an order in which they can be made. */
  public static List<Change> objects(Scene scene, World world) {
    List<Change> all = new ArrayList<>();
    paint(scene, world, Parts.ALL).forEach((key, object) -> all.add(new Change(key, object)));
    return all;
  }

  /** What happens next. */
  public static Step step(Scene scene, World world, Input input, long now) {
    World told = tell(world, input, now);
    Map<String, Machine> machines = new TreeMap<>();
    told.machines()
        .forEach((name, m) -> machines.put(name, MachinePlay.step(scene.tempo(), m, now)));
    List<Volume> volumes = new VolumePlay(scene, machines, now).step(told.volumes());
    Database pods = new PodPlay(scene.tempo(), machines, now).step(told.database());
    Database database = new DatabasePlay(scene.tempo(), machines, now).step(pods);
    World next = new World(world.beganAt(), machines, volumes, database);
    return new Step(next, next.equals(world) ? List.of() : changes(scene, world, next));
  }

  private static World tell(World world, Input input, long now) {
    return switch (input) {
      case Tick() -> world;
      case Went(String node, boolean killed) -> world.machine(node, m -> m.went(killed, now));
      case Came(String node) -> world.machine(node, m -> m.came(now));
      case Cordon(String node, boolean is) -> world.machine(node, m -> m.cordoned(is, now));
      case Promote(String instance) -> world.database(world.database().ask(instance));
    };
  }

  /** Paints only what may look different. */
  private static List<Change> changes(Scene scene, World before, World after) {
    boolean machines = !before.machines().equals(after.machines());
    boolean volumes = machines || !before.volumes().equals(after.volumes());
    boolean database = machines || !before.database().equals(after.database());
    Parts parts = new Parts(machines, volumes, database);
    Map<ObjectKey, ObjectNode> old = paint(scene, before, parts);
    Map<ObjectKey, ObjectNode> next = paint(scene, after, parts);
    List<Change> changes = new ArrayList<>();
    next.forEach(
        (key, object) -> {
          if (!object.equals(old.get(key))) {
            changes.add(new Change(key, object));
          }
        });
    old.keySet().stream()
        .filter(key -> !next.containsKey(key))
        .forEach(key -> changes.add(new Change(key, null)));
    return changes;
  }

  /** What is to be painted. */
  private record Parts(boolean machines, boolean volumes, boolean database) {
    static final Parts ALL = new Parts(true, true, true);
  }

  private static Map<ObjectKey, ObjectNode> paint(Scene scene, World world, Parts parts) {
    Canvas canvas = new Canvas(world.beganAt());
    if (parts.machines()) {
      new NodePaint(canvas).paint(world);
    }
    if (parts.volumes()) {
      new StoragePaint(scene, canvas).paint(world);
      new VolumePaint(scene, canvas).paint(world);
    }
    if (parts.database()) {
      new DatabasePaint(canvas).paint(world);
    }
    return canvas.objects();
  }
}
