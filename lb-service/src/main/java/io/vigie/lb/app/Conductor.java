package io.vigie.lb.app;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vigie.kit.news.Journal;
import io.vigie.lb.core.ConnectFailure;
import io.vigie.lb.core.Director;
import io.vigie.lb.core.Effect;
import io.vigie.lb.core.Ended;
import io.vigie.lb.core.Hello;
import io.vigie.lb.core.Input;
import io.vigie.lb.core.LbState;
import io.vigie.lb.core.Target;
import io.vigie.lb.net.Engine;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Carries inputs to the director and its effects to the engine, the journal and the log; and wakes
 * the director when it wants to be.
 *
 * <p>Thread rule: inputs from the service's context and from the engine's loops, one at a time at
 * the director, which holds nobody up: a step is a matter of a microsecond, and nothing waits
 * inside it. The engine is called by whoever brought the input; what is for the world leaves on the
 * service's context, in the order of the steps.
 */
final class Conductor implements Engine.Reports {

  private static final long MILLI = 1_000_000;

  private final Vertx vertx;
  private final ContextInternal context;
  private final Ticks ticks;
  private final Director director;
  private final Journal journal;
  private final TrafficLog log;
  private volatile @Nullable Engine engine;
  private volatile UnaryOperator<String> frontendOf = UnaryOperator.identity();
  private volatile @Nullable DirectFrontends direct;

  /** What is to be done on the context, in order. Guarded by the director. */
  private final Queue<Runnable> outbox = new ArrayDeque<>();

  /** When the director is to be woken; guarded by it. */
  private long wakeAt = Long.MAX_VALUE;

  /** On the context only; -1 while none is set. */
  private long timer = -1;

  /** A conductor on the context it is made on. */
  Conductor(Vertx vertx, Ticks ticks, Director director, Journal journal, TrafficLog log) {
    this.vertx = vertx;
    this.context = (ContextInternal) vertx.getOrCreateContext();
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

  /** Gives it those who keep the kernel in step, before the first input. */
  void lead(DirectFrontends frontends) {
    this.direct = frontends;
  }

  /** Takes an input now, does what follows and says what that was. */
  List<Effect> take(Input input) {
    List<Effect> effects;
    boolean news;
    synchronized (director) {
      boolean wasEmpty = outbox.isEmpty();
      effects = director.step(input, ticks.nanos());
      for (int i = 0; i < effects.size(); i++) {
        note(effects.get(i));
      }
      noteDeadline();
      news = wasEmpty && !outbox.isEmpty();
    }
    for (int i = 0; i < effects.size(); i++) {
      lead(effects.get(i));
    }
    if (context.inThread()) {
      empty();
    } else if (news) {
      context.runOnContext(_ -> empty());
    }
    return effects;
  }

  /** All there is to see. */
  LbState state() {
    synchronized (director) {
      return director.state();
    }
  }

  /** The servers of a pool that take new connections now. */
  List<Target> targets(String pool) {
    synchronized (director) {
      return director.targets(pool);
    }
  }

  /** Whether this host serves a VIP. */
  boolean holdsVip() {
    synchronized (director) {
      return director.holdsVip();
    }
  }

  /** Sessions that are not over. */
  int sessions() {
    synchronized (director) {
      return director.sessions();
    }
  }

  /** Puts what is for the world into the outbox. */
  private void note(Effect effect) {
    switch (effect) {
      case Effect.Publish publish -> outbox.add(() -> journal.publish(publish.fact()));
      case Effect.Redirect _ -> outbox.add(() -> direct().redirect());
      case Effect.Cut(String pool, String server) -> outbox.add(() -> direct().cut(pool, server));
      case Effect.Log(var session) -> {
        long now = ticks.nanos();
        if (log.wants(session, now)) {
          outbox.add(() -> log.write(session, now));
        }
      }
      case Effect.Admit _, Effect.Connect _, Effect.End _, Effect.PublishAfterEnds _ -> {}
    }
  }

  private DirectFrontends direct() {
    return Objects.requireNonNull(direct, "none yet");
  }

  /** Tells the engine. */
  private void lead(Effect effect) {
    Engine led = Objects.requireNonNull(engine, "no engine yet");
    switch (effect) {
      case Effect.Admit(long session) -> led.admit(session);
      case Effect.Connect connect ->
          led.connect(
              connect.session(),
              new Engine.Dial(
                  connect.attempt(),
                  connect.server(),
                  connect.timeout(),
                  Preface.of(connect.header(), connect.hello())));
      case Effect.End(long session) -> led.end(session, Engine.Close.RST);
      case Effect.PublishAfterEnds publish ->
          led.turned().onSuccess(_ -> context.runOnContext(_ -> journal.publish(publish.fact())));
      case Effect.Publish _, Effect.Log _, Effect.Redirect _, Effect.Cut _ -> {}
    }
  }

  private void empty() {
    for (Runnable next = next(); next != null; next = next()) {
      next.run();
    }
  }

  private @Nullable Runnable next() {
    synchronized (director) {
      return outbox.poll();
    }
  }

  /** One timer, for the director's next deadline; an early or late tick does no harm. */
  private void noteDeadline() {
    long deadline = director.deadline();
    if (deadline < wakeAt) {
      wakeAt = deadline;
      outbox.add(() -> rearm(deadline));
    }
  }

  private void rearm(long deadline) {
    vertx.cancelTimer(timer);
    long delayMillis = Math.max(1, (deadline - ticks.nanos() + MILLI - 1) / MILLI);
    timer = vertx.setTimer(delayMillis, _ -> tick());
  }

  private void tick() {
    synchronized (director) {
      wakeAt = Long.MAX_VALUE;
    }
    take(new Input.Tick());
  }

  /** No more ticks. On the context. */
  void rest() {
    synchronized (director) {
      wakeAt = Long.MIN_VALUE; // and none is set again
    }
    vertx.cancelTimer(timer);
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
  public void connected(long session, int attempt) {
    take(new Input.Connected(session, attempt));
  }

  @Override
  public void connectFailed(long session, int attempt, ConnectFailure failure) {
    take(new Input.Failed(session, attempt, failure));
  }

  @Override
  public void ended(long session, Ended how) {
    take(new Input.Over(session, how));
  }
}
