package io.vigie.kit.news;

import static org.awaitility.Awaitility.await;

import io.vigie.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A real broker in a process of its own, on the same address and data all its lives. */
final class BrokerProcess implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path dataDir;
  private final int port;
  private Child child;

  private BrokerProcess(Path dataDir, int port, Child child) {
    this.dataDir = dataDir;
    this.port = port;
    this.child = child;
  }

  /** In the child. Arguments: data directory, port. */
  public static void main(String[] args) throws Exception {
    EmbeddedBroker broker =
        EmbeddedBroker.start(Path.of(args[0]), "127.0.0.1", Integer.parseInt(args[1]));
    System.out.println(broker.bootstrap());
    Thread.currentThread().join();
  }

  /** Ready to be used when this returns. */
  static BrokerProcess start(Path dataDir) throws IOException {
    return start(dataDir, NewsConfig.freePort());
  }

  /** After a kill: one with its data at another port, ready to be used when this returns. */
  BrokerProcess movedTo(int port) throws IOException {
    return start(dataDir, port);
  }

  private static BrokerProcess start(Path dataDir, int port) throws IOException {
    BrokerProcess broker = new BrokerProcess(dataDir, port, launch(dataDir, port));
    broker.awaitReady();
    return broker;
  }

  String bootstrap() {
    return "127.0.0.1:" + port;
  }

  void kill() {
    child.kill();
  }

  /** After a kill: a new process on the same address and data, ready when this returns. */
  void startAgain() throws IOException {
    child = launch(dataDir, port);
    awaitReady();
  }

  /** Starts it again if a test that failed has left it dead. */
  void ensureRunning() throws IOException {
    if (!child.alive()) {
      startAgain();
    }
  }

  void freeze() throws IOException, InterruptedException {
    child.freeze();
  }

  void thaw() throws IOException, InterruptedException {
    child.thaw();
  }

  @Override
  public void close() {
    child.close();
  }

  private void awaitReady() {
    await().atMost(LIMIT).until(() -> child.said().contains(bootstrap()) || !child.alive());
    if (!child.alive()) {
      throw new IllegalStateException("the broker did not start on " + bootstrap());
    }
  }

  private static Child launch(Path dataDir, int port) throws IOException {
    return Child.start(BrokerProcess.class, dataDir.toString(), Integer.toString(port));
  }
}
