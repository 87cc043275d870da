package io.vigie.lb.app;

import io.vertx.core.Vertx;
import io.vigie.kit.news.Journal;
import io.vigie.lb.core.ConnectFailure;
import io.vigie.lb.core.Director;
import io.vigie.lb.core.Effect;
import io.vigie.lb.core.Ended;
import io.vigie.lb.core.Hello;
import io.vigie.lb.core.Input;
import io.vigie.lb.net.Engine;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Carries inputs to the director and its effects to the engine, the journal and the log, in order;
 * and wakes it when it wants to be.
 *
 * <p>Thread rule: on the service's own context only.
 */
final class Conductor implements Engine.Reports {

  private static final long MILLI = 1_000_000;

  private final Vertx vertx;
  private final Ticks ticks;
  private final Director director;
  private final Journal journal;
  private final TrafficLog log;
  private @Nullable Engine engine;
  private UnaryOperator<String> frontendOf = UnaryOperator.identity();
  private long wakeAt = Long.MAX_VALUE;
  private long timer;

  Conductor(Vertx vertx, Ticks ticks, Director director, Journal journal, TrafficLog log) {
    this.vertx = vertx;
    this.ticks = ticks;
    this.director = director;
    this.journal = journal;
    this.log = log;
  }

  /**
   * Gives it its engine, before the first input.
   *
   * @param frontendOf the frontend whose socket has this name in the engine
   */
  void lead(Engine led, UnaryOperator<String> frontendOf) {
    this.engine = led;
    this.frontendOf = frontendOf;
  }

  /** Takes an input now, does what follows and says what that was. */
  List<Effect> take(Input input) {
    List<Effect> effects = director.step(input, ticks.nanos());
    for (int i = 0; i < effects.size(); i++) {
      run(effects.get(i));
    }
    rearm();
    return effects;
  }

  private void run(Effect effect) {
    Engine led = Objects.requireNonNull(engine, "no engine yet");
    switch (effect) {
      case Effect.Admit(long session) -> led.admit(session);
      case Effect.Connect connect ->
          led.connect(
              connect.session(),
              new Engine.Dial(
                  connect.server(),
                  connect.timeout(),
                  Preface.of(connect.header(), connect.hello())));
      case Effect.End(long session) -> led.end(session, Engine.Close.RST);
      case Effect.Publish publish -> journal.publish(publish.fact());
      case Effect.PublishAfterEnds publish ->
          led.resetsSent().onSuccess(_ -> journal.publish(publish.fact()));
      case Effect.Log ended -> log.ended(ended.session(), ticks.nanos());
    }
  }

  /** One timer, for the director's next deadline; an early or late tick does no harm. */
  private void rearm() {
    long deadline = director.deadline();
    if (deadline >= wakeAt) {
      return;
    }
    if (wakeAt != Long.MAX_VALUE) {
      vertx.cancelTimer(timer);
    }
    wakeAt = deadline;
    long delayMillis = Math.max(1, (deadline - ticks.nanos() + MILLI - 1) / MILLI);
    timer =
        vertx.setTimer(
            delayMillis,
            _ -> {
              wakeAt = Long.MAX_VALUE;
              take(new Input.Tick());
            });
  }

  /** No more ticks. */
  void rest() {
    if (wakeAt != Long.MAX_VALUE) {
      vertx.cancelTimer(timer);
      wakeAt = Long.MIN_VALUE; // and none is set again
    }
  }

  @Override
  public void arrived(
      long session, String socket, InetSocketAddress source, InetSocketAddress destination) {
    take(new Input.Arrived(session, frontendOf.apply(socket), source, destination));
  }

  @Override
  public void ready(long session, Hello hello) {
    take(new Input.Ready(session, hello));
  }

  @Override
  public void connected(long session) {
    take(new Input.Connected(session));
  }

  @Override
  public void connectFailed(long session, ConnectFailure failure) {
    take(new Input.Failed(session, failure));
  }

  @Override
  public void ended(long session, Ended how) {
    take(new Input.Over(session, how));
  }
}
