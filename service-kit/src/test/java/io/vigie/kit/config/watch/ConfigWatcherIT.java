package io.vigie.kit.config.watch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vigie.kit.config.ConfigFile;
import io.vigie.kit.config.LoadResult;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.config.watch.Reload.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file changes in the ways files change, and the watcher follows. */
@Timeout(60)
class ConfigWatcherIT {
  private static final Duration PERIOD = Duration.ofMillis(20);

  @TempDir Path directory;

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final BlockingQueue<Reload> reloads = new LinkedBlockingQueue<>();
  private final List<String> applied = new CopyOnWriteArrayList<>();
  private volatile boolean refuse;
  private Path file;
  private ConfigWatcher watcher;

  @BeforeEach
  void watch() throws Exception {
    file = directory.resolve("vigie.yaml");
    Files.writeString(file, text("10.0.0.1"));
    begin(file);
  }

  private void begin(Path watched) throws InterruptedException {
    watcher =
        ConfigWatcher.start(
            vertx,
            new ConfigWatcher.Subject(
                watched, Map.of(), "lb-1", config("10.0.0.1"), this::apply, reloads::add),
            meters,
            PERIOD);
    assertEquals(new Reload(Outcome.UNCHANGED, List.of()), next());
  }

  @AfterEach
  void end() throws Exception {
    watcher.close();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void aRewrittenFileIsAppliedOnTheWatchersContext() throws Exception {
    Files.writeString(file, text("10.0.0.22"));
    assertEquals(new Reload(Outcome.LOADED, List.of()), next());
    assertEquals(List.of("10.0.0.22"), applied);
  }

  @Test
  void aRenamedFileIsApplied() throws Exception {
    Path draft = directory.resolve("draft");
    Files.writeString(draft, text("10.0.0.2"));
    Files.setLastModifiedTime(draft, Files.getLastModifiedTime(file));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    assertEquals(Outcome.LOADED, next().outcome());
    assertEquals(List.of("10.0.0.2"), applied);
  }

  @Test
  void aLinkAboveTheFileIsFollowedAsKubernetesChangesIt() throws Exception {
    watcher.close();
    Path volume = Files.createDirectory(directory.resolve("volume"));
    Files.writeString(
        Files.createDirectory(volume.resolve("1")).resolve("vigie.yaml"), text("10.0.0.1"));
    Files.writeString(
        Files.createDirectory(volume.resolve("2")).resolve("vigie.yaml"), text("10.0.0.2"));
    Path data = Files.createSymbolicLink(volume.resolve("..data"), Path.of("1"));
    Path mounted =
        Files.createSymbolicLink(volume.resolve("vigie.yaml"), Path.of("..data", "vigie.yaml"));
    begin(mounted);

    Path swap = Files.createSymbolicLink(volume.resolve("..swap"), Path.of("2"));
    Files.move(swap, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    assertEquals(Outcome.LOADED, next().outcome());
    assertEquals(List.of("10.0.0.2"), applied);
  }

  @Test
  void aBrokenFileKeepsTheOldConfigurationUntilItIsMended() throws Exception {
    Files.writeString(file, text("10.0.0.2") + "pols: {}\nfoo: 1\n");
    assertEquals(
        new Reload(
            Outcome.BROKEN,
            List.of(
                "the configuration file is broken, the old configuration stays: "
                    + file
                    + ":4:1: unknown key `pols` (did you mean `pools`?) and 1 more")),
        next());
    assertEquals(List.of(), applied);
    assertEquals(1, stale());

    Files.writeString(file, text("10.0.0.3"));
    assertEquals(new Reload(Outcome.LOADED, List.of()), next());
    assertEquals(List.of("10.0.0.3"), applied);
    assertEquals(0, stale());
    assertEquals(1, meters.counter("vigie.config.reloads", "result", "broken").count());
    assertEquals(1, meters.counter("vigie.config.reloads", "result", "loaded").count());
  }

  @Test
  void aFileThatIsGoneIsBrokenAndComesBack() throws Exception {
    Files.delete(file);
    assertEquals(Outcome.BROKEN, next().outcome());
    Files.writeString(file, text("10.0.0.1"));
    assertEquals(new Reload(Outcome.UNCHANGED, List.of()), next());
    assertEquals(0, stale());
  }

  @Test
  void aRefusedConfigurationIsTakenBack() throws Exception {
    refuse = true;
    Files.writeString(file, text("10.0.0.2"));
    assertEquals(
        new Reload(
            Outcome.REFUSED,
            List.of("the changed configuration can't be used, the old one stays: no room")),
        next());
    assertEquals(List.of("10.0.0.2", "10.0.0.1"), applied);
    assertEquals(1, stale());

    refuse = false;
    watcher.reload();
    assertEquals(Outcome.LOADED, next().outcome());
    assertEquals(List.of("10.0.0.2", "10.0.0.1", "10.0.0.2"), applied);
  }

  @Test
  void askedToItLoadsAnUnchangedFileToo() throws Exception {
    watcher.reload();
    assertEquals(new Reload(Outcome.UNCHANGED, List.of()), next());
    assertEquals(List.of(), applied);
  }

  @Test
  void aClosedWatcherLooksNoMore() throws Exception {
    watcher.close();
    Files.writeString(file, text("10.0.0.2"));
    await().during(PERIOD.multipliedBy(5)).atMost(PERIOD.multipliedBy(50)).until(reloads::isEmpty);
  }

  private Future<Void> apply(VigieConfig next) {
    assertTrue(Context.isOnEventLoopThread());
    String address = next.nodes().values().iterator().next().address();
    applied.add(address);
    return refuse && !address.equals("10.0.0.1")
        ? Future.failedFuture("no room")
        : Future.succeededFuture();
  }

  private Reload next() throws InterruptedException {
    Reload reload = reloads.poll(20, TimeUnit.SECONDS);
    assertTrue(reload != null, "no reload in 20 s");
    return reload;
  }

  private double stale() {
    return meters.get("vigie.config.stale").gauge().value();
  }

  private static String text(String address) {
    return "cluster: c\nnodes: {a: {address: %s}}\nbalancers: {lb-1: {address: 10.0.0.9}}\n"
        .formatted(address);
  }

  private VigieConfig config(String address) {
    LoadResult result = ConfigFile.parse(text(address), file, Map.of());
    return assertInstanceOf(LoadResult.Loaded.class, result, result::toString).config();
  }
}
