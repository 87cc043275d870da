package io.vigie.sim.play;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.cluster.Cluster;
import io.vigie.sim.cluster.ResourceType;
import io.vigie.sim.cluster.Target;
import io.vigie.sim.store.ObjectKey;
import io.vigie.sim.store.Objects.Deletion;
import io.vigie.sim.store.Resource;
import io.vigie.sim.store.Stored;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays in a simulated API, on a thread of its own: asks ten times a second what the nodes do, and
 * writes what the controllers would.
 *
 * <p>Others may write as well. A cordon and a wish for another primary are obeyed, as {@code
 * kubectl cordon} and {@code kubectl cnpg promote} write them, and the annotation {@code
 * vigie.io/power} of a node: {@code off} kills it, {@code cut} takes it off the network, {@code on}
 * undoes both. Anything else stays until the play writes the same object.
 */
public final class Stage implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Stage.class);
  private static final int TICK_MILLIS = 100;
  private static final int END_SECONDS = 5;

  private final Cluster cluster;
  private final Scene scene;
  private final Supplier<Map<String, Presence>> nodes;
  private final Map<ObjectKey, Long> written = new HashMap<>();
  private final Map<String, Presence> known = new HashMap<>();
  private final Map<String, Presence> wished = new HashMap<>();
  private final long beganMillis = System.currentTimeMillis();
  private final long beganNanos = System.nanoTime();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("simulated-cluster").daemon().factory());
  private World world;

  private Stage(Cluster cluster, Scene scene, Supplier<Map<String, Presence>> nodes) {
    this.cluster = cluster;
    this.scene = scene;
    this.nodes = nodes;
    this.world = Play.begin(scene, beganMillis);
  }

  /**
   * Writes all objects, and goes on from there.
   *
   * @param nodes what the nodes do; one that is not named is there. Asked by the stage's thread
   */
  public static Stage open(Cluster cluster, Scene scene, Supplier<Map<String, Presence>> nodes) {
    Stage stage = new Stage(cluster, scene, nodes);
    Play.objects(scene, stage.world).forEach(stage::write);
    var _ =
        stage.thread.scheduleWithFixedDelay(
            stage::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return stage;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the simulated cluster does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tick() {
    try {
      Map<String, Presence> now = nodes.get();
      wishes();
      for (String node : world.nodes()) {
        Presence wish = wished.getOrDefault(node, Presence.THERE);
        presence(node, wish.worse(now.getOrDefault(node, Presence.THERE)));
      }
      step(new Input.Tick());
    } catch (RuntimeException e) {
      LOG.error("the simulated cluster stands still for a moment", e);
    }
  }

  private void presence(String node, Presence next) {
    Presence before = known.put(node, next);
    if (next == before || (before == null && next == Presence.THERE)) {
      return;
    }
    LOG.info("node={} is {}", node, next);
    switch (next) {
      case THERE -> step(new Input.Came(node));
      case SILENT -> step(new Input.Went(node, false));
      case ENDED -> step(new Input.Went(node, true));
    }
  }

  /** What others wrote that asks for something. */
  private void wishes() {
    for (String node : world.nodes()) {
      ObjectNode object = foreign(new ObjectKey(new Resource("", "nodes"), "", node));
      if (object != null) {
        step(new Input.Cordon(node, object.at("/spec/unschedulable").asBoolean()));
        switch (object.at("/metadata/annotations/vigie.io~1power").asText()) {
          case "off" -> wished.put(node, Presence.ENDED);
          case "cut" -> wished.put(node, Presence.SILENT);
          case "on" -> wished.remove(node);
          default -> {}
        }
      }
    }
    Scene.Postgres database = scene.database();
    ObjectNode object =
        foreign(
            new ObjectKey(
                new Resource("postgresql.cnpg.io", "clusters"),
                database.namespace(),
                database.name()));
    if (object != null) {
      JsonNode wanted = object.at("/status/targetPrimary");
      if (!wanted.asText().equals(world.database().primary().target())) {
        step(new Input.Promote(wanted.asText()));
      }
    }
  }

  /** The object if somebody else has written it since we looked. */
  private @Nullable ObjectNode foreign(ObjectKey key) {
    Stored stored = cluster.store().get(key);
    Long ours = written.get(key);
    if (stored == null || ours == null || ours == stored.version()) {
      return null;
    }
    written.put(key, stored.version());
    return stored.read();
  }

  private void step(Input input) {
    long now = beganMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
    Play.Step step = Play.step(scene, world, input, now);
    world = step.next();
    step.changes().forEach(this::write);
  }

  private void write(Change change) {
    ObjectKey key = change.key();
    ObjectNode object = change.object();
    if (object == null) {
      cluster.remove(key.resource(), key.namespace(), key.name());
      written.remove(key);
      return;
    }
    Stored stored = cluster.put(object);
    if (object.path("metadata").has("deletionTimestamp")) {
      terminate(key);
    }
    written.put(key, stored.version());
  }

  /** Only a deletion may say that something is to be deleted. */
  private void terminate(ObjectKey key) {
    ResourceType type = cluster.types().at(key.resource());
    if (type != null) {
      Target target = new Target(type, type.versions().getFirst(), key.namespace(), key.name());
      var _ = cluster.delete(target, new Deletion("", "", true));
    }
  }
}
