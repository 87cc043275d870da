package io.vigie.lb.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vigie.event.Envelope;
import io.vigie.event.Fact;
import io.vigie.event.Sequence;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig.EngineKind;
import io.vigie.lb.core.Director;
import io.vigie.lb.core.Input;
import io.vigie.lb.core.LbConfig;
import io.vigie.lb.net.Engine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Talks to itself on loopback before the first client comes, so that this one meets compiled code:
 * through an engine and a director of its own, for {@value #MOST_MILLIS} ms or {@value
 * #MOST_REQUESTS} requests, once in a process.
 */
final class WarmUp {

  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  private static final int MOST_MILLIS = 700;
  private static final int MOST_REQUESTS = 12_000;
  private static final int AT_A_TIME = 8;
  private static final int REQUESTS_EACH = 8;
  private static final int REQUEST_BYTES = 128;
  private static final int ANSWER_BYTES = 1024;

  /** Now and then an answer long enough to be spliced. */
  private static final int LONG_BYTES = 96 * 1024;

  private static final int STUCK_MILLIS = 2_000;
  private static final String NAME = "warm-up";
  private static final AtomicBoolean DONE = new AtomicBoolean();

  private WarmUp() {}

  /**
   * Done when it is over. It never fails: what goes wrong is said, and the service starts cold.
   *
   * @param kind of the engine, as chosen
   */
  static Future<Void> once(Vertx vertx, EngineKind kind) {
    if (DONE.getAndSet(true)) {
      return Future.succeededFuture();
    }
    Ticks ticks = new Ticks();
    InetAddress here = InetAddress.getLoopbackAddress();
    try {
      ServerSocket server = new ServerSocket(0, AT_A_TIME, here);
      Conductor conductor = conductor(vertx, ticks, server.getLocalPort());
      ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
      Engine engine = Engines.make(kind, context, conductor);
      conductor.lead(engine, socket -> socket);
      conductor.take(new Input.Located(NAME, here));
      return engine
          .open(listener(here))
          .compose(at -> vertx.executeBlocking(() -> talk(at, server)))
          .onSuccess(
              requests ->
                  LOG.atInfo()
                      .addKeyValue("requests", requests)
                      .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(ticks.nanos()))
                      .log("warmed up"))
          .onFailure(cause -> LOG.atWarn().setCause(cause).log("cannot warm up; goes on cold"))
          .transform(_ -> engine.shutdown())
          .otherwiseEmpty()
          .onComplete(
              _ -> {
                conductor.rest();
                close(server);
              });
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("cannot warm up; goes on cold");
      return Future.succeededFuture();
    }
  }

  private static Conductor conductor(Vertx vertx, Ticks ticks, int port) {
    LbConfig.Frontend frontend =
        new LbConfig.Frontend(NAME, Map.of(), List.of(), List.of(), List.of(), 10_000, 0, false);
    LbConfig.Pool pool =
        new LbConfig.Pool(
            Map.of(NAME, new LbConfig.Server(port, 1, false, 0, 0)),
            null,
            LbConfig.Balance.ROUNDROBIN,
            true,
            true,
            0,
            Duration.ZERO,
            new LbConfig.Ejection(0, Duration.ofSeconds(1), Duration.ofSeconds(1)),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            LbConfig.Header.NONE,
            null);
    Director director =
        new Director(
            new LbConfig(Map.of(NAME, frontend), Map.of(NAME, pool)),
            NAME,
            () -> NAME,
            new SplittableRandom(1),
            ticks.nanos());
    TrafficLog log = new TrafficLog(InstantSource.system(), ZoneId.systemDefault());
    return new Conductor(vertx, ticks, director, WarmUp::toNobody, log);
  }

  private static Envelope toNobody(Fact fact) {
    return new Envelope(
        fact, Envelope.source(NAME, ServiceName.LB.wire()), Sequence.NONE, Instant.EPOCH);
  }

  private static Engine.Listener listener(InetAddress here) {
    Duration minute = Duration.ofMinutes(1);
    return new Engine.Listener(
        NAME,
        new InetSocketAddress(here, 0),
        List.of(),
        false,
        16 * 1024,
        minute,
        minute,
        minute,
        minute);
  }

  /** Both ends of all connections, by one thread: nobody waits for what is not on its way. */
  private static int talk(InetSocketAddress at, ServerSocket server) throws IOException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS);
    server.setSoTimeout(STUCK_MILLIS);
    int requests = 0;
    for (int i = 0; requests < MOST_REQUESTS && System.nanoTime() - until < 0; i++) {
      List<Socket> clients = new ArrayList<>();
      List<Socket> servers = new ArrayList<>();
      try {
        for (int n = 0; n < AT_A_TIME; n++) {
          clients.add(patient(new Socket(at.getAddress(), at.getPort())));
          servers.add(patient(server.accept()));
        }
        for (int n = 0; n < REQUESTS_EACH; n++) {
          say(clients, REQUEST_BYTES);
          hear(servers, REQUEST_BYTES);
          int answer = n == 0 && i % AT_A_TIME == 0 ? LONG_BYTES : ANSWER_BYTES;
          say(servers, answer);
          hear(clients, answer);
          requests += AT_A_TIME;
        }
      } finally {
        clients.forEach(WarmUp::close);
        servers.forEach(WarmUp::close);
      }
    }
    return requests;
  }

  private static Socket patient(Socket socket) throws IOException {
    socket.setSoTimeout(STUCK_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static void say(List<Socket> sockets, int bytes) throws IOException {
    byte[] words = new byte[bytes];
    for (Socket socket : sockets) {
      socket.getOutputStream().write(words);
    }
  }

  private static void hear(List<Socket> sockets, int bytes) throws IOException {
    for (Socket socket : sockets) {
      if (socket.getInputStream().readNBytes(bytes).length < bytes) {
        throw new IOException("a connection ended early");
      }
    }
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      LOG.debug("close", e);
    }
  }
}
