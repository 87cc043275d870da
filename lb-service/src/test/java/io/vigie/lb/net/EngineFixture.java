package io.vigie.lb.net;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import io.vigie.lb.core.ConnectFailure;
import io.vigie.lb.core.Ended;
import io.vigie.lb.core.Hello;
import io.vigie.lb.net.Engine.Close;
import io.vigie.lb.net.Engine.Dial;
import io.vigie.lb.net.Engine.Listener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A real engine with the simplest policy: every client gets the one server there is. */
final class EngineFixture implements AutoCloseable {

  static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final int LIMIT_SECONDS = 60;

  final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  final BlockingQueue<ConnectFailure> failures = new LinkedBlockingQueue<>();
  final BlockingQueue<Hello> hellos = new LinkedBlockingQueue<>();

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setPreferNativeTransport(false).setEventLoopPoolSize(1));
  private final ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
  private final Engine engine;
  private volatile Dial dial;

  EngineFixture(InetSocketAddress server) throws Exception {
    this(new Dial(server, Duration.ofSeconds(2), ByteBuffer.allocate(0)));
  }

  EngineFixture(Dial dial) throws Exception {
    this.dial = dial;
    engine = call(() -> new NettyEngine(context.nettyEventLoop(), new OneServer()));
  }

  static Listener listener(String name) {
    return new Listener(
        name,
        ANY,
        List.of(),
        false,
        16 * 1024,
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Duration.ofSeconds(3),
        Duration.ofSeconds(30));
  }

  void dial(Dial next) {
    dial = next;
  }

  InetSocketAddress open(Listener listener) throws Exception {
    return call(() -> engine.open(listener)).toCompletionStage().toCompletableFuture().get();
  }

  void close(String listener) throws Exception {
    call(() -> engine.close(listener))
        .toCompletionStage()
        .toCompletableFuture()
        .get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  Ended nextEnd() throws InterruptedException {
    Ended next = ended.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no session ended in " + LIMIT_SECONDS + " s");
    }
    return next;
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
      call(engine::shutdown)
          .toCompletionStage()
          .toCompletableFuture()
          .get(LIMIT_SECONDS, TimeUnit.SECONDS);
      vertx.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class OneServer implements Engine.Reports {
    @Override
    public void arrived(
        long session, String listener, InetSocketAddress source, InetSocketAddress destination) {
      engine.admit(session);
    }

    @Override
    public void ready(long session, Hello hello) {
      hellos.add(hello);
      engine.connect(session, dial);
    }

    @Override
    public void connected(long session) {}

    @Override
    public void connectFailed(long session, ConnectFailure failure) {
      failures.add(failure);
      engine.end(session, Close.RST);
    }

    @Override
    public void ended(long session, Ended how) {
      ended.add(how);
    }
  }
}
