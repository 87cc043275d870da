package io.vigie.lab;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigie.lab.DemoProcess.Kind;
import io.vigie.lab.DemoProcess.Place;
import io.vigie.lab.DemoProcess.State;
import io.vigie.lab.lan.Cable;
import io.vigie.lab.lan.Cables;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The machines of one demo, in one directory: a file for each says which process it is, so that one
 * command can start them and another one break them.
 */
public final class DemoProcesses {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(MapperFeature.AUTO_DETECT_IS_GETTERS).build();
  private static final String SUFFIX = ".json";
  private static final int START_SECONDS = 60;

  private final Path directory;
  private final Cables cables;

  /** Those whose files are in this directory; it is made when the first one starts. */
  public DemoProcesses(Path directory) {
    this.directory = directory;
    this.cables = new Cables(directory.resolve("cables"));
  }

  /** The cables they hang on; none if they are on loopback. */
  public Cables cables() {
    return cables;
  }

  /** All of them, dead or alive, by name. */
  public List<DemoProcess> all() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<DemoProcess> nodes = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
        nodes.add(JSON.readValue(file.toFile(), DemoProcess.class));
      }
    }
    return nodes;
  }

  /** The one with this name. */
  public Optional<DemoProcess> find(String name) throws IOException {
    return all().stream().filter(node -> node.name().equals(name)).findFirst();
  }

  /**
   * Starts a node that ends with {@code owner}; returns when it answers.
   *
   * @throws IOException if it does not within 60 s
   */
  public DemoProcess start(Place place, Pid owner) throws IOException {
    return launch(planned(place, Kind.NODE, node(place, owner), owner));
  }

  /**
   * Starts a balancer; returns at once.
   *
   * @param command what it runs, which is to end with {@code owner} by itself
   */
  public DemoProcess start(Place place, List<String> command, Pid owner) throws IOException {
    return launch(planned(place, Kind.BALANCER, command, owner));
  }

  private static DemoProcess planned(Place place, Kind kind, List<String> command, Pid owner) {
    List<String> words = new ArrayList<>(place.before());
    words.addAll(command);
    return new DemoProcess(
        place.name(),
        kind,
        place.address().getHostAddress(),
        place.httpPort(),
        place.httpsPort(),
        words,
        new Pid(0, 0),
        owner);
  }

  /** Ends its process at once, as a power cut does. */
  public void kill(DemoProcess node) throws IOException {
    node.process().send(Pid.Signal.KILL);
  }

  /** Freezes its process. */
  public void stop(DemoProcess node) throws IOException {
    node.process().send(Pid.Signal.STOP);
  }

  /** Swallows its packets; {@link Blackhole#obstacle} says whether that is possible. */
  public void blackhole(DemoProcess node) throws IOException {
    Optional<Cable> cable = cables.find(node.name());
    if (cable.isPresent()) {
      cable.get().cut();
    } else {
      Blackhole.open(node.address());
    }
  }

  /** Undoes whatever was done to it. */
  public void revive(DemoProcess node) throws IOException {
    Optional<Cable> cable = cables.find(node.name());
    if (cable.isPresent()) {
      cable.get().mend();
    } else if (Blackhole.isOpen(node.address())) {
      Blackhole.close(node.address());
    }
    if (!node.process().send(Pid.Signal.CONT)) {
      launch(node);
    }
  }

  /** What it does now. */
  public State state(DemoProcess node) throws IOException {
    if (!node.process().isAlive()) {
      return State.GONE;
    }
    Optional<Cable> cable = cables.find(node.name());
    boolean swallowed = cable.isPresent() ? !cable.get().whole() : Blackhole.isOpen(node.address());
    if (swallowed) {
      return State.BLACKHOLED;
    }
    return node.process().isStopped() ? State.STOPPED : State.RUNNING;
  }

  /** Ends all of them and forgets them; leaves nothing behind but their logs. */
  public void clear() throws IOException {
    for (DemoProcess node : all()) {
      if (Blackhole.isOpen(node.address())) {
        Blackhole.close(node.address());
      }
      node.process().send(Pid.Signal.KILL);
      Files.deleteIfExists(file(node.name()));
    }
    cables.forget();
  }

  private DemoProcess launch(DemoProcess node) throws IOException {
    Files.createDirectories(directory);
    File log = directory.resolve(node.name() + ".log").toFile();
    ProcessBuilder builder = new ProcessBuilder(node.command()).redirectError(log);
    if (node.kind() == Kind.BALANCER) {
      builder.redirectError(ProcessBuilder.Redirect.appendTo(log));
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }
    Process process = builder.start();
    // Known before it is ready, so that clear() finds it in any case.
    DemoProcess started = node.as(Pid.of(process.pid()).orElse(node.process()));
    write(started);
    if (node.kind() == Kind.BALANCER) {
      return started;
    }
    try {
      awaitReady(process, node, log);
      return started;
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private void write(DemoProcess node) throws IOException {
    Path whole = directory.resolve(node.name() + ".tmp");
    JSON.writeValue(whole.toFile(), node);
    Files.move(whole, file(node.name()), StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<String> node(Place place, Pid owner) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx32m",
        "-Xss256k",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        DemoNodeMain.class.getName(),
        place.name(),
        place.address().getHostAddress(),
        Integer.toString(place.httpPort()),
        Integer.toString(place.httpsPort()),
        Long.toString(owner.number()),
        Long.toString(owner.startTicks()),
        Integer.toString(place.nodePort()));
  }

  private static void awaitReady(Process process, DemoProcess node, File log) throws IOException {
    CompletableFuture<String> line = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                line.complete(String.valueOf(process.inputReader().readLine()));
              } catch (IOException e) {
                line.completeExceptionally(e);
              }
            });
    try {
      if (!line.get(START_SECONDS, TimeUnit.SECONDS).equals(DemoNodeMain.READY)) {
        throw died(node, log);
      }
    } catch (TimeoutException e) {
      throw new IOException(node.name() + ": not ready after " + START_SECONDS + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(node.name() + ": cannot be watched", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(node.name() + ": interrupted while it started", e);
    }
  }

  private static IOException died(DemoProcess node, File log) throws IOException {
    return new IOException(
        "demo node %s on %s:%d and :%d ended at once: %s"
            .formatted(
                node.name(),
                node.address(),
                node.httpPort(),
                node.httpsPort(),
                Files.readString(log.toPath()).lines().findFirst().orElse("it said nothing")));
  }

  private Path file(String name) {
    return directory.resolve(name + SUFFIX);
  }
}
