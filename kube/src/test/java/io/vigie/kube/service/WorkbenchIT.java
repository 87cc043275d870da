package io.vigie.kube.service;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vigie.event.Envelope;
import io.vigie.event.Fact;
import io.vigie.event.LastReplica;
import io.vigie.kube.mind.Mind;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.read.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What else happens on an event loop on which there is work without end. */
@Timeout(30)
class WorkbenchIT {

  private static final int LIMIT_SECONDS = 10;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Endless mind = new Endless();
  private final AtomicLong toldAndNotSent = new AtomicLong();
  private final AtomicInteger asks = new AtomicInteger();
  private final Workbench bench =
      new Workbench(
          vertx,
          mind,
          () -> true,
          _ -> toldAndNotSent.incrementAndGet(),
          this::waiting,
          new WatchMeters(new SimpleMeterRegistry(), "test", Set.of()));

  private long waiting() {
    asks.incrementAndGet();
    return toldAndNotSent.get();
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
    vertx.close().await(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void whatComesByASocketIsHeardAfterThePortionThatIsBeingDone() throws Exception {
    CompletableFuture<Boolean> connected = new CompletableFuture<>();
    CompletableFuture<Integer> heardAfter = new CompletableFuture<>();
    NetServer server =
        Future.<NetServer>future(
                listening ->
                    context.runOnContext(
                        _ ->
                            vertx
                                .createNetServer()
                                .connectHandler(
                                    socket -> {
                                      socket.handler(_ -> heardAfter.complete(mind.portions));
                                      connected.complete(true);
                                    })
                                .listen(0, "127.0.0.1")
                                .onComplete(listening)))
            .await(LIMIT_SECONDS, TimeUnit.SECONDS);
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      assertTrue(connected.get(LIMIT_SECONDS, TimeUnit.SECONDS));
      context.runOnContext(
          _ -> {
            say(client); // it is there before the first portion is
            bench.later();
          });
      int portions = heardAfter.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      assertTrue(portions <= 1, () -> portions + " portions before it");
    }
  }

  @Test
  void itRestsWhileKafkaHasNotTakenWhatWasToldAndHurriesAllTheSame() throws Exception {
    toldAndNotSent.set(Workbench.MOST_WAITING + 1);
    context.runOnContext(_ -> bench.later());
    await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> asks.get() >= 3);
    CompletableFuture<List<Integer>> portions = new CompletableFuture<>();
    context.runOnContext(
        _ -> {
          int resting = mind.portions;
          bench.hurry();
          portions.complete(List.of(resting, mind.portions));
        });
    assertEquals(List.of(0, 1), portions.get(LIMIT_SECONDS, TimeUnit.SECONDS));
  }

  private static void say(Socket client) {
    try {
      client.getOutputStream().write(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has always something to tell. */
  private static final class Endless implements Mind {

    private int portions;

    @Override
    public boolean hasWork() {
      return true;
    }

    @Override
    public List<Fact> work(int most, long now) {
      portions++;
      return List.of(Fact.root("id", new LastReplica("pvc", true, null, null, null)));
    }

    @Override
    public void seen(Kubernetes object, long now) {}

    @Override
    public void gone(Kind kind, String key, long now) {}

    @Override
    public void whole(boolean whole) {}

    @Override
    public void speaks(boolean speaks) {}

    @Override
    public void heard(Envelope envelope, boolean fresh, long now) {}

    @Override
    public void linkAlive(String observer, long now) {}

    @Override
    public void linkLost(String observer, long now) {}

    @Override
    public void recheck(long now) {}
  }
}
