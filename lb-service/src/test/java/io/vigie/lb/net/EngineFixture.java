package io.vigie.lb.net;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import io.vigie.lb.core.ConnectFailure;
import io.vigie.lb.core.Ended;
import io.vigie.lb.core.Hello;
import io.vigie.lb.net.Engine.Close;
import io.vigie.lb.net.Engine.Dial;
import io.vigie.lb.net.Engine.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A real engine with the simplest policy: every client gets the one server there is; or, with
 * {@link #hold}, the test decides. Every report is kept to be waited for.
 */
final class EngineFixture implements AutoCloseable {

  static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  /** How long a test waits for what must happen. Long: the machine may be busy. */
  static final int LIMIT_SECONDS = 60;

  final BlockingQueue<Long> arrived = new LinkedBlockingQueue<>();
  final BlockingQueue<Hello> hellos = new LinkedBlockingQueue<>();
  final BlockingQueue<Long> ready = new LinkedBlockingQueue<>();
  final BlockingQueue<Long> connected = new LinkedBlockingQueue<>();
  final BlockingQueue<ConnectFailure> failures = new LinkedBlockingQueue<>();
  final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  final BlockingQueue<String> acceptFailures = new LinkedBlockingQueue<>();

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setPreferNativeTransport(false).setEventLoopPoolSize(1));
  private final ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
  private final Engine engine;
  private volatile Dial dial;
  private volatile boolean holding;

  EngineFixture(EngineUnderTest kind, InetSocketAddress server) throws Exception {
    this(kind, new Dial(1, server, Duration.ofSeconds(5), ByteBuffer.allocate(0)));
  }

  EngineFixture(EngineUnderTest kind, Dial dial) throws Exception {
    this.dial = dial;
    engine = call(() -> kind.make(context, new OneServer()));
  }

  /** A session that is ready waits until the test calls {@link Engine#connect}. */
  EngineFixture hold() {
    holding = true;
    return this;
  }

  InetSocketAddress open(Listener listener) throws Exception {
    return await(call(() -> engine.open(listener)));
  }

  void closeListener(String listener) throws Exception {
    await(call(() -> engine.close(listener)));
  }

  /** Lets every loop turn: it may give descriptors back only then. */
  void turn() throws Exception {
    await(call(engine::turned));
  }

  void run(Consumer<Engine> action) throws Exception {
    call(
        () -> {
          action.accept(engine);
          return true;
        });
  }

  /** A client of a listener, with a limit on every read. */
  static Socket client(InetSocketAddress frontend) throws IOException {
    Socket socket = new Socket();
    socket.connect(frontend, (int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
    socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
    return socket;
  }

  /** Waits for the next of something. */
  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came in " + LIMIT_SECONDS + " s");
    }
    return next;
  }

  private static <T> T await(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  private <T> T call(Callable<T> work)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<T> done = new CompletableFuture<>();
    context.runOnContext(
        _ -> {
          try {
            done.complete(work.call());
          } catch (Exception e) {
            done.completeExceptionally(e);
          }
        });
    return done.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws ExecutionException, TimeoutException {
    try {
      await(call(engine::shutdown));
      vertx.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class OneServer implements Engine.Reports {
    @Override
    public void arrived(
        long session, String listener, InetSocketAddress source, InetSocketAddress destination) {
      arrived.add(session);
      engine.admit(session);
    }

    @Override
    public void ready(long session, Hello hello) {
      hellos.add(hello);
      if (!holding) {
        engine.connect(session, dial);
      }
      ready.add(session);
    }

    @Override
    public void connected(long session, int attempt) {
      connected.add(session);
    }

    @Override
    public void connectFailed(long session, int attempt, ConnectFailure failure) {
      failures.add(failure);
      if (!holding) {
        engine.end(session, Close.RST);
      }
    }

    @Override
    public void ended(long session, Ended how) {
      ended.add(how);
    }

    @Override
    public void acceptFailed(String listener, IOException failure) {
      acceptFailures.add(listener);
    }
  }
}
