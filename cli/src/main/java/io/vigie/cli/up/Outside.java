package io.vigie.cli.up;

import io.vigie.broker.EmbeddedBroker;
import io.vigie.cli.Failure;
import io.vigie.cli.HostPort;
import io.vigie.cli.up.Plan.Simulated;
import io.vigie.lab.DemoProcess.Place;
import io.vigie.lab.DemoProcesses;
import io.vigie.lab.Pid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What the services find around them: a broker, the demo's nodes and a simulated cluster. */
final class Outside implements AutoCloseable {

  private final DemoProcesses nodes;
  private @Nullable EmbeddedBroker broker;
  private @Nullable Played cluster;

  private Outside(DemoProcesses nodes) {
    this.nodes = nodes;
  }

  /**
   * Starts all of it at the same time, as each takes seconds; returns when it is ready.
   *
   * @throws Failure if something does not start; then nothing is left
   */
  static Outside start(Plan plan, DemoProcesses nodes, Path dataDir) throws IOException {
    Outside outside = new Outside(nodes);
    try {
      outside.start(plan, dataDir);
      return outside;
    } catch (Failure e) {
      outside.close();
      throw e;
    }
  }

  /** Done with the reason if the broker gives up; never if there is none. */
  Optional<EmbeddedBroker> broker() {
    return Optional.ofNullable(broker);
  }

  @Override
  public void close() throws IOException {
    try {
      if (cluster != null) {
        cluster.close();
      }
      nodes.clear();
    } finally {
      if (broker != null) {
        broker.close();
      }
    }
  }

  private void start(Plan plan, Path dataDir) {
    List<Future<?>> starting = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (Place place : plan.nodes()) {
        starting.add(threads.submit(() -> nodes.start(place, Pid.self())));
      }
      plan.cluster()
          .ifPresent(played -> starting.add(threads.submit(() -> startCluster(plan, played))));
      plan.broker().ifPresent(at -> starting.add(threads.submit(() -> startBroker(at, dataDir))));
    } // waits for all of them
    for (Future<?> started : starting) {
      if (started.state() == Future.State.FAILED) {
        throw Failure.failed(String.valueOf(started.exceptionNow().getMessage()));
      }
    }
  }

  private @Nullable Void startCluster(Plan plan, Simulated played) throws IOException {
    cluster = Played.start(plan, played, nodes);
    return null;
  }

  private @Nullable Void startBroker(HostPort at, Path dataDir) throws IOException {
    broker = EmbeddedBroker.start(dataDir, at.host(), at.port());
    return null;
  }
}
