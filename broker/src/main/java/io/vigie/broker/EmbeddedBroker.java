package io.vigie.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker and KRaft controller in this JVM, for those who have none.
 *
 * <p>Its data outlives it: the next broker on the same directory has the same cluster id, topics
 * and records, also after a SIGKILL. It speaks plain text to whoever reaches its address, and is
 * its own whole cluster. One at a time in a process.
 *
 * <p>Thread rule: {@link #start} and {@link #close} block for seconds; call them from a thread that
 * may.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  /** The controller's port is picked free and bound later: somebody may take it in between. */
  private static final int START_ATTEMPTS = 3;

  private final BrokerDirectory directory;
  private final KafkaRaftServer server;
  private final String bootstrap;
  private final CompletableFuture<String> fault;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedBroker(
      BrokerDirectory directory,
      KafkaRaftServer server,
      String bootstrap,
      CompletableFuture<String> fault) {
    this.fault = fault;
    this.directory = directory;
    this.server = server;
    this.bootstrap = bootstrap;
  }

  /**
   * Starts a broker, ready to be used when this returns.
   *
   * @param dataDir where it keeps everything; made if it is not there
   * @param host the address to listen on, which is also what clients are told to connect to
   * @param port the port to listen on; 0 picks a free one
   * @throws BindException if address and port cannot be listened on; says what to do
   * @throws IOException if the directory is in use by another broker or cannot be used
   * @throws IllegalArgumentException if clients could not connect to {@code host}
   */
  public static EmbeddedBroker start(Path dataDir, String host, int port) throws IOException {
    InetAddress address = InetAddress.getByName(host);
    if (address.isAnyLocalAddress()) {
      throw new IllegalArgumentException(
          "broker: listen address "
              + host
              + ": clients are told to connect to it, so it must be one address of this machine,"
              + " such as 127.0.0.1");
    }
    BrokerDirectory directory = BrokerDirectory.open(dataDir);
    try {
      return start(directory, address, freePort(address, port));
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** Where clients find it: {@code host:port}. */
  public String bootstrap() {
    return bootstrap;
  }

  /**
   * Done with the reason when the broker can go on no longer, as when its disk is full. Kafka would
   * end the whole process then, and with it what must live without Kafka.
   */
  public CompletableFuture<String> fault() {
    return fault.copy();
  }

  /** Stops it in good order: under a second, as nobody else has to take over its partitions. */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      try {
        server.shutdown();
        server.awaitShutdown();
      } finally {
        directory.close();
      }
    }
  }

  private static EmbeddedBroker start(BrokerDirectory directory, InetAddress address, int port)
      throws IOException {
    String bootstrap = BrokerProperties.hostAndPort(address, port);
    RuntimeException last = null;
    for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
      try {
        return attempt(directory, bootstrap);
      } catch (RuntimeException e) {
        last = e;
        freePort(address, port); // says so clearly if it is our own port that was taken
      }
    }
    throw new IOException(
        "broker: no start in " + START_ATTEMPTS + " attempts on " + directory.path(), last);
  }

  private static EmbeddedBroker attempt(BrokerDirectory directory, String bootstrap)
      throws IOException {
    int controllerPort = freePort(InetAddress.getLoopbackAddress(), 0);
    Properties properties = BrokerProperties.of(directory.path(), bootstrap, controllerPort);
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
    CompletableFuture<String> fault = new CompletableFuture<>();
    Exit.setExitProcedure((status, message) -> giveUp(fault, status, message));
    Exit.setHaltProcedure((status, message) -> giveUp(fault, status, message));
    try {
      server.startup();
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
    return new EmbeddedBroker(directory, server, bootstrap, fault);
  }

  /** In place of the end of the JVM: the thread that wanted it ends. */
  private static void giveUp(
      CompletableFuture<String> fault, int status, @Nullable String message) {
    String reason =
        "broker: gave up with status " + status + (message == null ? "" : ": " + message);
    LOG.error(reason);
    fault.complete(reason);
    throw new IllegalStateException(reason);
  }

  private static int freePort(InetAddress address, int port) throws BindException {
    try (ServerSocket probe = new ServerSocket(port, 1, address)) {
      return probe.getLocalPort();
    } catch (IOException e) {
      BindException clear =
          new BindException(
              "broker: cannot listen on "
                  + BrokerProperties.hostAndPort(address, port)
                  + ": "
                  + e.getMessage()
                  + "; end the process that listens there (ss -ltnp), or choose another address"
                  + " with --listen");
      clear.initCause(e);
      throw clear;
    }
  }
}
