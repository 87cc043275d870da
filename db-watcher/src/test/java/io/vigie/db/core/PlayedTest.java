package io.vigie.db.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.read.Kind;
import io.vigie.kube.read.ObjectReader;
import io.vigie.kube.read.Reading;
import io.vigie.sim.play.Change;
import io.vigie.sim.play.Input;
import io.vigie.sim.play.Play;
import io.vigie.sim.play.Scene;
import io.vigie.sim.play.Scene.Place;
import io.vigie.sim.play.Tempo;
import io.vigie.sim.play.World;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The simulated cluster is watched, second by second, at the speed of life. */
class PlayedTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long BEGIN = Watched.BEGIN.toEpochMilli();

  private final Scene scene =
      Scene.homelab(
          new Tempo(1),
          List.of(
              new Place("k3s-1", "192.0.2.1"),
              new Place("k3s-2", "192.0.2.2"),
              new Place("k3s-3", "192.0.2.3")));
  private World world = Play.begin(scene, BEGIN);
  private final Watched db =
      Watched.alone(
          Play.objects(scene, world).stream().flatMap(PlayedTest::read).toArray(Kubernetes[]::new));

  private static Stream<Kind> kind(Change change) {
    return Stream.of(Kind.values())
        .filter(kind -> kind.plural().equals(change.key().resource().plural()))
        .filter(kind -> kind.group().equals(change.key().resource().group()));
  }

  private static Stream<Kubernetes> read(Change change) {
    return kind(change)
        .map(
            kind -> {
              Map<String, Object> members =
                  JSON.convertValue(change.object(), new TypeReference<>() {});
              return assertInstanceOf(Reading.Good.class, ObjectReader.read(kind, members))
                  .object();
            });
  }

  private void input(Input input) {
    Play.Step step = Play.step(scene, world, input, BEGIN + db.now / 1_000_000);
    world = step.next();
    for (Change change : step.changes()) {
      if (change.object() == null) {
        String key = change.key().namespace() + "/" + change.key().name();
        kind(change).forEach(kind -> db.gone(kind, key));
      } else {
        read(change).forEach(db::see);
      }
    }
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      db.pass(1);
      input(new Input.Tick());
    }
  }

  @Test
  void aNodeDiesAndComesBack() {
    pass(10);
    assertEquals(List.of("healthy pg-main-1"), db.healths());
    input(new Input.Went("k3s-2", true));
    pass(1);
    db.probe("k3s-2", NodeStatus.DOWN);
    assertTrue(db.risk().alarm());
    pass(400);
    assertEquals(
        List.of("1 failover started", "1 failover target-chosen", "1 failover writable"),
        db.stages());
    assertEquals("k3s-1", db.cluster().primaryNode());
    input(new Input.Came("k3s-2"));
    db.probe("k3s-2", NodeStatus.UP);
    pass(120);
    assertEquals("1 failover redundant", db.stages().getLast());
    assertEquals(4, db.stages().size());
    assertEquals(DatabaseHealth.HEALTHY, db.cluster().health());
    assertTrue(db.failover().lossless());
    Long outage = db.failover().outageMillis();
    assertNotNull(outage);
    assertTrue(outage > 55_000 && outage < 85_000, () -> "unlike the real one: " + outage);
    assertFalse(db.risk().alarm());
  }

  @Test
  void somebodyPromotesAnother() {
    pass(10);
    input(new Input.Promote("pg-main-3"));
    pass(60);
    assertEquals("1 switchover target-chosen", db.stages().getFirst());
    assertEquals("1 switchover redundant", db.stages().getLast());
    assertEquals("k3s-3", db.cluster().primaryNode());
    assertTrue(db.failover().lossless());
    assertEquals(1, db.stages().stream().filter(stage -> stage.endsWith("writable")).count());
  }

  @Test
  void theNodeOfThePrimaryIsCordoned() {
    pass(10);
    input(new Input.Cordon("k3s-2", true));
    pass(60);
    assertEquals("1 switchover redundant", db.stages().getLast());
    assertEquals(DatabaseHealth.HEALTHY, db.cluster().health());
  }

  @Test
  void twoNodesAreGoneAndThereIsNoQuorum() {
    input(new Input.Went("k3s-3", false));
    input(new Input.Went("k3s-2", false));
    pass(1);
    db.probe("k3s-3", NodeStatus.DOWN).probe("k3s-2", NodeStatus.DOWN);
    assertFalse(db.risk().lossless());
    pass(100);
    assertEquals(List.of("1 failover refused"), db.stages());
    assertTrue(db.failover().reason().startsWith("no quorum"), db.failover()::reason);
    input(new Input.Came("k3s-3"));
    input(new Input.Came("k3s-2"));
    db.probe("k3s-3", NodeStatus.UP).probe("k3s-2", NodeStatus.UP);
    pass(200);
    assertEquals(DatabaseHealth.HEALTHY, db.cluster().health());
    assertFalse(db.risk().alarm());
  }

  @Test
  void aStandbysNodeIsGoneForAWhile() {
    input(new Input.Went("k3s-3", false));
    pass(1);
    db.probe("k3s-3", NodeStatus.DOWN);
    assertEquals(List.of("pg-main-3"), db.cluster().lost());
    pass(30);
    input(new Input.Came("k3s-3"));
    db.probe("k3s-3", NodeStatus.UP);
    pass(60);
    assertEquals(DatabaseHealth.HEALTHY, db.cluster().health());
    assertEquals(List.of(), db.stages());
  }
}
