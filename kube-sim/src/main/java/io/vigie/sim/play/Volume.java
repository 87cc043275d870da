package io.vigie.sim.play;

import io.vigie.sim.play.Scene.Disk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * A volume, its engine and its replicas.
 *
 * @param node where it is attached, or is to be; empty if nobody uses it
 * @param robustness as its status says
 * @param degradedAt since when it is degraded, in ms since the epoch; 0 if it is not
 * @param placeable whether a place was found for all its replicas
 * @param made how many replicas it ever had
 */
record Volume(
    Disk disk,
    String node,
    Engine engine,
    Robustness robustness,
    long degradedAt,
    Since placeable,
    List<Copy> copies,
    int made) {

  Volume {
    copies = List.copyOf(copies);
  }

  /** As its status says. */
  enum Robustness {
    HEALTHY,
    DEGRADED,
    FAULTED,
    UNKNOWN
  }

  /**
   * Its engine.
   *
   * @param boots which boot of its node it belongs to
   */
  record Engine(State state, long since, int boots) {
    /** As its status says. */
    enum State {
      RUNNING,
      UNKNOWN,
      STOPPED
    }

    boolean runs() {
      return state == State.RUNNING;
    }
  }

  static Volume of(Disk disk, Map<String, Machine> machines, long now) {
    boolean used = !disk.node().isEmpty();
    List<Copy> copies = new ArrayList<>();
    for (String home : disk.homes()) {
      Machine on = machines.get(home);
      if (on == null) {
        throw new IllegalArgumentException(disk.claim() + ": there is no node " + home);
      }
      copies.add(Copy.first(copyName(disk, copies.size()), on, now));
    }
    return new Volume(
        disk,
        disk.node(),
        new Engine(used ? Engine.State.RUNNING : Engine.State.STOPPED, now, 0),
        used ? Robustness.HEALTHY : Robustness.UNKNOWN,
        0,
        new Since(true, now),
        copies,
        copies.size());
  }

  /** As the volume of a claim is named: by a number nobody can remember. */
  static String name(Disk disk) {
    return "pvc-" + id("claim", disk.namespace(), disk.claim());
  }

  private static String copyName(Disk disk, int number) {
    String id = id("replica", disk.namespace(), disk.claim(), Integer.toString(number));
    return name(disk) + "-r-" + id.substring(0, 8);
  }

  /** The same id for the same words. */
  static String id(String... words) {
    byte[] bytes = String.join("/", words).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(bytes).toString();
  }

  String name() {
    return name(disk);
  }

  boolean attached() {
    return engine.state() != Engine.State.STOPPED;
  }

  Volume engine(Engine.State state, int boots, Robustness next, long now) {
    return new Volume(
        disk,
        node,
        new Engine(state, now, boots),
        next,
        next == Robustness.DEGRADED ? degradedAt : 0,
        placeable,
        copies,
        made);
  }

  Volume at(String next) {
    return new Volume(disk, next, engine, robustness, degradedAt, placeable, copies, made);
  }

  Volume robust(Robustness next, long degraded) {
    return new Volume(disk, node, engine, next, degraded, placeable, copies, made);
  }

  Volume placeable(boolean is, long now) {
    return new Volume(
        disk, node, engine, robustness, degradedAt, placeable.now(is, now), copies, made);
  }

  Volume copies(List<Copy> next) {
    return new Volume(disk, node, engine, robustness, degradedAt, placeable, next, made);
  }

  Volume each(UnaryOperator<Copy> change) {
    return copies(copies.stream().map(change).toList());
  }

  Volume add(Machine on, long now) {
    List<Copy> more = new ArrayList<>(copies);
    more.add(Copy.added(copyName(disk, made), on, now));
    return new Volume(disk, node, engine, robustness, degradedAt, placeable, more, made + 1);
  }

  long inUse() {
    return copies.stream().filter(Copy::inUse).count();
  }
}
