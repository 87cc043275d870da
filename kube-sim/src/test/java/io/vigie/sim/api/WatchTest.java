package io.vigie.sim.api;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vigie.sim.cluster.Cluster;
import io.vigie.sim.cluster.ResourceType;
import io.vigie.sim.cluster.Target;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.ObjectStore;
import io.vigie.sim.store.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A watch reads the history as fast as its client does. */
class WatchTest {

  private final ObjectStore store = new ObjectStore(256, 1 << 20);
  private final Cluster cluster = new Cluster(store, InstantSource.system(), () -> "uid");
  private final Hose hose = new Hose();
  private final Watch watch = watch();
  private int ends;

  @Test
  void whatComesWhileTheClientReadsIsTold() {
    watch.goOn(store.version());
    put("a");
    watch.pump();
    put("b");
    put("b");
    watch.pump();
    assertEquals(List.of("ADDED a", "ADDED b", "MODIFIED b"), hose.told);
  }

  @Test
  void whatComesWhileItDoesNotWaitsInTheHistory() {
    watch.goOn(store.version());
    hose.room = 1;
    put("a");
    put("b");
    watch.pump();
    assertEquals(List.of("ADDED a"), hose.told);
    hose.drain(10);
    assertEquals(List.of("ADDED a", "ADDED b"), hose.told);
  }

  @Test
  void whoIsOvertakenByTheHistoryIsTold() {
    watch.goOn(store.version());
    hose.room = 0;
    put("a");
    store.compact();
    watch.pump();
    assertEquals(List.of(), hose.told);
    hose.drain(10);
    assertEquals(List.of("ERROR "), hose.told);
    assertEquals(1, ends);
    assertTrue(hose.ended);
    assertFalse(hose.cut);
  }

  @Test
  void whatIsThereAtTheBeginningMayBeOvertakenAsWell() {
    put("a");
    put("b");
    hose.room = 1;
    watch.begin(
        store.everything().stream().filter(o -> fits(o.key().resource())).toList(),
        store.version(),
        false);
    put("c");
    hose.drain(10);
    assertEquals(List.of("ADDED a", "ADDED b", "ADDED c"), hose.told);
  }

  @Test
  void whoDoesNotReadForLongIsCut() {
    watch.goOn(store.version());
    watch.cutIfStuck(1_000, 500);
    hose.room = 0;
    watch.cutIfStuck(2_000, 500);
    watch.cutIfStuck(2_500, 500);
    assertFalse(hose.cut);
    watch.cutIfStuck(2_501, 500);
    assertTrue(hose.cut);
    assertEquals(1, ends);
  }

  @Test
  void aClientThatReadAgainIsNotCut() {
    watch.goOn(store.version());
    hose.room = 0;
    watch.cutIfStuck(2_000, 500);
    hose.drain(5);
    watch.cutIfStuck(2_600, 500);
    hose.room = 0;
    watch.cutIfStuck(2_700, 500);
    watch.cutIfStuck(3_100, 500);
    assertFalse(hose.cut);
  }

  @Test
  void theFutureIsNotWaitedFor() {
    watch.goOn(store.version() + 1);
    assertEquals(List.of("ERROR "), hose.told);
  }

  @Test
  void itEndsOnce() {
    watch.goOn(store.version());
    watch.end();
    watch.closed();
    watch.end();
    assertEquals(1, ends);
    put("a");
    watch.pump();
    assertEquals(List.of(), hose.told);
  }

  @Test
  void bookmarksAreOfWhereItIs() {
    watch.goOn(store.version());
    put("a");
    watch.bookmark();
    assertEquals(Long.toString(store.version() - 1), hose.version);
    watch.pump();
    watch.bookmark();
    assertEquals(Long.toString(store.version()), hose.version);
    assertEquals(List.of("BOOKMARK ", "ADDED a", "BOOKMARK "), hose.told);
  }

  private Watch watch() {
    ResourceType type = requireNonNull(cluster.types().at(new Resource("", "nodes")));
    Target target = new Target(type, type.versions().getFirst(), "", "");
    Ask ask = new Ask(HttpMethod.GET, MultiMap.caseInsensitiveMultiMap(), "", "", Buffer.buffer());
    return new Watch(
        store, target, _ -> true, new Shown(target, ask, 0), hose, () -> {}, () -> ends++);
  }

  private void put(String name) {
    ObjectNode node = Json.object().put("apiVersion", "v1").put("kind", "Node");
    node.putObject("metadata").put("name", name).putObject("labels").put("v", store.version() + "");
    cluster.put(node);
  }

  private static boolean fits(Resource resource) {
    return resource.plural().equals("nodes");
  }

  /** A client with room for a few events. */
  private static final class Hose implements Sink {

    private final List<String> told = new ArrayList<>();
    private String version = "";
    private int room = 100;
    private boolean ended;
    private boolean cut;
    private Runnable onDrain = () -> {};

    void drain(int more) {
      room = more;
      onDrain.run();
    }

    @Override
    public void write(Buffer event) {
      try {
        JsonNode read = Json.parse(event.getBytes());
        told.add(read.path("type").asText() + " " + read.at("/object/metadata/name").asText());
        version = read.at("/object/metadata/resourceVersion").asText();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      room--;
    }

    @Override
    public boolean isFull() {
      return room <= 0;
    }

    @Override
    public void onDrain(Runnable goOn) {
      onDrain = goOn;
    }

    @Override
    public void end() {
      ended = true;
    }

    @Override
    public void cut() {
      cut = true;
    }
  }
}
