package io.vigie.kube.watch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vigie.kube.model.Volume;
import io.vigie.kube.model.Volume.Robustness;
import io.vigie.kube.read.Kind;
import io.vigie.sim.api.KubeSim;
import io.vigie.sim.api.KubeSimOptions;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.Resource;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the objects of an API server that comes and goes. */
class KubeWatchIT {

  private static final Resource VOLUMES = new Resource("longhorn.io", "volumes");
  private static final String NAMESPACE = "longhorn-system";
  private static final Set<Kind> KINDS = Set.of(Kind.VOLUME, Kind.NODE);

  private final Vertx vertx = Vertx.vertx();
  @TempDir private Path directory;

  @AfterEach
  void close() {
    done(vertx.close());
  }

  @Test
  void nothingIsWholeBeforeAllOfItWasRead() {
    KubeSim sim = start(KubeSimOptions.withOperators());
    for (int i = 0; i < 1_050; i++) {
      sim.cluster().put(volume("v" + i, "healthy"));
    }
    Seen seen = new Seen(vertx, KINDS, sim.url());
    seen.awaitWhole();
    assertEquals(1_050, seen.thereWhenWhole.getFirst());
  }

  @Test
  void changesAndDeletionsAreHeard() {
    KubeSim sim = start(KubeSimOptions.withOperators());
    sim.cluster().put(volume("a", "healthy"));
    Seen seen = new Seen(vertx, KINDS, sim.url());
    seen.awaitWhole();
    sim.cluster().put(volume("a", "degraded"));
    sim.cluster().put(volume("b", "healthy"));
    seen.awaits("a is degraded", () -> isDegraded(seen, "a") && seen.there.containsKey("b"));
    sim.cluster().remove(VOLUMES, NAMESPACE, "a");
    seen.awaits("a is gone", () -> !seen.there.containsKey("a"));
  }

  @Test
  void whatChangedWhileTheServerWasAwayIsCaughtUp() {
    KubeSimOptions options = KubeSimOptions.withOperators().file(directory.resolve("state"));
    KubeSim sim = start(options);
    sim.cluster().put(volume("kept", "healthy"));
    sim.cluster().put(volume("lost", "healthy"));
    Seen seen = new Seen(vertx, KINDS, sim.url());
    seen.awaitWhole();
    Instant before = Instant.now();
    done(sim.close());
    seen.awaits("unknown", () -> seen.contact().unknownSince() != null);
    Instant since = seen.contact().unknownSince();
    assertNotNull(since);
    assertFalse(since.isAfter(before.plusSeconds(3)), () -> since + " after " + before);
    assertEquals(Set.of("kept", "lost"), seen.there.keySet(), "the last picture stays");
    KubeSim back = start(options.at("127.0.0.1", sim.port()));
    back.cluster().remove(VOLUMES, NAMESPACE, "lost");
    back.cluster().put(volume("kept", "degraded"));
    back.store().compact(); // no watch can go on: 410
    seen.awaits("caught up", () -> isDegraded(seen, "kept") && !seen.there.containsKey("lost"));
    seen.awaits("known again", () -> seen.contact().unknownSince() == null);
    assertEquals(1, seen.gone.size());
  }

  @Test
  void aServerThatIsDeadIsLeftForTheNext() throws Exception {
    KubeSim sim = start(KubeSimOptions.withOperators());
    sim.cluster().put(volume("a", "healthy"));
    Cut first = new Cut(vertx, sim.port());
    Cut second = new Cut(vertx, sim.port());
    Seen seen = new Seen(vertx, KINDS, first.url(), second.url());
    seen.awaitWhole();
    assertEquals(first.url(), seen.contact().server());
    first.pull();
    sim.cluster().put(volume("a", "degraded"));
    seen.awaits("a is degraded", () -> isDegraded(seen, "a"));
    assertEquals(second.url(), seen.contact().server());
    seen.awaits("known again", () -> seen.contact().unknownSince() == null);
  }

  @Test
  void aServerThatDiesWhileAWatchOpensIsLeftForTheNext() throws Exception {
    KubeSim sim = start(KubeSimOptions.withOperators());
    sim.cluster().put(volume("a", "healthy"));
    Cut first = new Cut(vertx, sim.port());
    Cut second = new Cut(vertx, sim.port());
    first.pullAt(request -> request.contains("/nodes?") && request.contains("watch=true"));
    Seen seen = new Seen(vertx, KINDS, first.url(), second.url());
    seen.awaits("the second server", () -> seen.contact().server().equals(second.url()));
    sim.cluster().put(volume("a", "degraded"));
    seen.awaits("a is degraded", () -> isDegraded(seen, "a"));
    seen.awaits("known again", () -> seen.contact().unknownSince() == null);
  }

  @Test
  void aServerThatRefusesConnectionsIsLeftForTheNextAtOnce() {
    KubeSim sim = start(KubeSimOptions.withOperators());
    sim.cluster().put(volume("a", "healthy"));
    Seen seen = new Seen(vertx, KINDS, "http://127.0.0.1:1", sim.url());
    await().atMost(5, TimeUnit.SECONDS).until(() -> seen.there.containsKey("a"));
    assertNull(seen.contact().unknownSince());
  }

  @Test
  void kindsThatAreNotInstalledAreMissingUntilTheyAre() {
    KubeSim bare = start(KubeSimOptions.bare());
    Seen seen = new Seen(vertx, KINDS, bare.url());
    seen.awaits("missing", () -> seen.contact().missing().contains(Kind.VOLUME));
    Contact contact = seen.contact();
    assertTrue(contact.isFresh(KINDS), contact::toString);
    assertTrue(contact.troubles().containsValue("Longhorn is not installed"));
    done(bare.close());
    KubeSim sim = start(KubeSimOptions.withOperators().at("127.0.0.1", bare.port()));
    sim.cluster().put(volume("a", "healthy"));
    seen.awaits("there", () -> seen.there.containsKey("a"));
    seen.awaits("installed", () -> seen.contact().missing().isEmpty());
  }

  @Test
  void aBrokenObjectIsCountedAndTheRestGoesOn() {
    KubeSim sim = start(KubeSimOptions.withOperators());
    sim.cluster().put(volume("a", "healthy"));
    ObjectNode broken = Json.object().put("apiVersion", "v1").put("kind", "Node");
    broken.putObject("metadata").put("name", "sick");
    broken.put("status", "sick");
    sim.cluster().put(broken);
    Seen seen = new Seen(vertx, KINDS, sim.url());
    seen.awaitWhole();
    assertEquals(Set.of("a"), seen.there.keySet());
    assertEquals(1, seen.contact().broken());
  }

  @Test
  void whoIsNotLetInSaysSo() {
    KubeSim sim = start(KubeSimOptions.withOperators().token("secret"));
    Seen seen = new Seen(vertx, KINDS, sim.url());
    seen.awaits("refused", () -> seen.contact().refused().keySet().equals(KINDS));
    assertTrue(String.valueOf(seen.contact().refused().get(Kind.VOLUME)).startsWith("401"));
    assertFalse(seen.contact().isWhole(KINDS));
    assertNull(seen.contact().unknownSince(), "it does answer");
  }

  @Test
  void inAnotherClusterWhatIsNotThereIsGone() {
    KubeSim one = start(KubeSimOptions.withOperators());
    one.cluster().put(volume("a", "healthy"));
    one.cluster().put(volume("b", "healthy"));
    Seen seen = new Seen(vertx, KINDS, one.url());
    seen.awaitWhole();
    KubeSim other = start(KubeSimOptions.withOperators());
    other.cluster().put(volume("b", "degraded"));
    seen.reopen(Seen.config(other.url()));
    seen.awaits("b only", () -> seen.there.keySet().equals(Set.of("b")) && isDegraded(seen, "b"));
    seen.awaitWhole();
    one.cluster().put(volume("c", "healthy"));
    other.cluster().put(volume("d", "healthy"));
    seen.awaits("d as well", () -> seen.there.containsKey("d"));
    assertFalse(seen.there.containsKey("c"));
  }

  private static boolean isDegraded(Seen seen, String name) {
    return seen.there.get(name) instanceof Volume volume
        && volume.robustness() == Robustness.DEGRADED;
  }

  private KubeSim start(KubeSimOptions options) {
    return done(KubeSim.start(vertx, options));
  }

  private static ObjectNode volume(String name, String robustness) {
    ObjectNode volume =
        Json.object().put("apiVersion", "longhorn.io/v1beta2").put("kind", "Volume");
    volume.putObject("metadata").put("name", name).put("namespace", NAMESPACE);
    volume.putObject("spec").put("size", "1").put("numberOfReplicas", 3);
    volume.putObject("status").put("robustness", robustness);
    return volume;
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
