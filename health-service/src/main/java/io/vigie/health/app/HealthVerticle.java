package io.vigie.health.app;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vigie.event.ConnectFailed;
import io.vigie.event.Fact;
import io.vigie.event.Topic;
import io.vigie.event.UuidV7;
import io.vigie.health.core.Effect;
import io.vigie.health.core.Input;
import io.vigie.health.core.Rule;
import io.vigie.health.core.Target;
import io.vigie.health.core.Watch;
import io.vigie.health.probe.Prober;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.config.VigieConfig.BalancerConfig;
import io.vigie.kit.manage.Readiness;
import io.vigie.kit.news.Heard;
import io.vigie.kit.news.Reader;
import io.vigie.kit.service.HostNames;
import io.vigie.kit.service.ServiceSettings;
import io.vigie.kit.service.ServiceVerticle;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** health-service: probes what the configuration names, and says what it thinks of it. */
public final class HealthVerticle extends ServiceVerticle {

  private static final Logger LOG = LoggerFactory.getLogger(HealthVerticle.class);
  private static final long SHOW_MILLIS = 1_000;

  /** A target that is silent delays the start by this. */
  private static final long REHEARSAL_NANOS = 1_500_000_000;

  private static final long LEAST_STALL_NANOS = 200_000_000;

  private @Nullable Parts parts;
  private @Nullable Mapping mapping;
  private long armedNanos;
  private long timer = -1;

  /** What lives until {@link #end}. */
  private record Parts(Watch watch, Prober prober, HostNames names, HealthMetrics metrics) {}

  /** The service, to be deployed once. */
  public HealthVerticle(ServiceSettings settings) {
    super(ServiceName.HEALTH, settings);
  }

  @Override
  protected Future<?> begin() {
    Mapping first = Mapping.of(configuration(), settings().host());
    mapping = first;
    RandomGenerator random = new SplittableRandom(new SecureRandom().nextLong());
    Watch watch =
        new Watch(
            first.plan(), new UuidV7(InstantSource.system(), random), random, System.nanoTime());
    HostNames names = new HostNames(vertx, (_, _) -> {}); // asked at each probe
    Parts p =
        new Parts(
            watch,
            new Prober(((ContextInternal) context).nettyEventLoop()),
            names,
            new HealthMetrics(meters()));
    return names
        .follow(hosts(first))
        .compose(_ -> rehearse(p, first))
        .onSuccess(_ -> run(p, first));
  }

  /**
   * Asks a target with TLS as its first probe will, for nothing: a JVM takes longer for its first
   * TLS handshake than checks have time, and the node would seem to be down at every start.
   */
  private static Future<Void> rehearse(Parts p, Mapping first) {
    Promise<Void> done = Promise.promise();
    first.questions().values().stream()
        .filter(question -> question.request().tls() != null)
        .findFirst()
        .ifPresentOrElse(
            question ->
                p.prober()
                    .probe(
                        question.at(p.names()),
                        question.request(),
                        REHEARSAL_NANOS,
                        _ -> done.complete()),
            done::complete);
    return done.future();
  }

  private void run(Parts p, Mapping first) {
    parts = p;
    // A loop that stood still for longer than a probe may take has let probes expire by itself.
    long stallNanos =
        first.plan().targets().values().stream().mapToLong(Rule::timeoutNanos).min().orElse(0);
    new SelfWatch(vertx, Math.max(stallNanos, LEAST_STALL_NANOS), ownAddress(p), this::take)
        .begin();
    vertx.setPeriodic(HostNames.AGAIN_MILLIS, _ -> p.names().refresh());
    vertx.setPeriodic(SHOW_MILLIS, _ -> p.metrics().show(p.watch().picture(System.nanoTime())));
    take(new Input.Tick());
  }

  private @Nullable InetAddress ownAddress(Parts p) {
    BalancerConfig own = configuration().balancers().get(settings().host());
    return own == null ? null : p.names().address(own.address());
  }

  private List<String> hosts(Mapping of) {
    List<String> hosts = new ArrayList<>();
    of.questions().values().forEach(question -> hosts.add(question.host()));
    BalancerConfig own = configuration().balancers().get(settings().host());
    if (own != null) {
      hosts.add(own.address());
    }
    return hosts;
  }

  private void take(Input input) {
    Parts p = parts;
    if (p == null) {
      return; // not begun yet, or ended
    }
    for (Effect effect : p.watch().on(input, System.nanoTime())) {
      switch (effect) {
        case Effect.Probe(Target target) -> probe(p, target);
        case Effect.Publish(Fact fact) -> {
          LOG.atInfo().addKeyValue("id", fact.id()).log("{}", fact.event());
          journal().publish(fact);
        }
      }
    }
    arm(p);
  }

  private void probe(Parts p, Target target) {
    Mapping.Question question = requireNonNull(requireNonNull(mapping).questions().get(target));
    long started = System.nanoTime();
    p.prober()
        .probe(
            question.at(p.names()),
            question.request(),
            requireNonNull(mapping.plan().targets().get(target)).timeoutNanos(),
            outcome -> {
              p.metrics().probed(outcome);
              take(new Input.Probed(target, started, outcome));
            });
  }

  /** One timer, for the next time anything is due; a timer that is early enough is left alone. */
  private void arm(Parts p) {
    long now = System.nanoTime();
    long next = p.watch().nextNanos(now);
    if (timer >= 0 && armedNanos - next <= 0) {
      return;
    }
    vertx.cancelTimer(timer);
    armedNanos = next;
    long millis = Math.max(1, (next - now + 999_999) / 1_000_000);
    timer =
        vertx.setTimer(
            millis,
            _ -> {
              timer = -1;
              take(new Input.Tick());
            });
  }

  @Override
  protected Future<?> reconfigured(VigieConfig next) {
    Parts p = parts;
    if (p == null) {
      return Future.failedFuture(new IllegalStateException("health-service has not begun"));
    }
    Mapping replaced;
    try {
      replaced = Mapping.of(next, settings().host());
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    return p.names()
        .follow(hosts(replaced))
        .onSuccess(
            _ -> {
              mapping = replaced;
              take(new Input.Replanned(replaced.plan()));
            });
  }

  @Override
  protected Future<?> end() {
    parts = null;
    return Future.succeededFuture();
  }

  @Override
  protected Readiness readiness() {
    Parts p = parts;
    if (p == null) {
      return Readiness.no("not probing");
    }
    List<String> warnings = new ArrayList<>();
    p.names().failing().forEach(name -> warnings.add("cannot resolve " + name));
    if (p.watch().impaired()) {
      warnings.add("observer impaired: its verdicts do not count");
    }
    return Readiness.yes().withWarnings(warnings);
  }

  @Override
  protected Object state() {
    Parts p = parts;
    return p == null ? "not probing" : p.watch().picture(System.nanoTime());
  }

  @Override
  protected Reader reader() {
    return this::heard;
  }

  private void heard(Heard news) {
    boolean ours = news.envelope().host().equals(settings().host());
    if (news.fresh() && ours && news.envelope().event() instanceof ConnectFailed failed) {
      take(new Input.ConnectFailed(failed.server(), failed.pool(), news.envelope().ref()));
    }
  }

  @Override
  protected Set<Topic> reads() {
    return Set.of();
  }

  @Override
  protected Set<ServiceName> links() {
    return Set.of(ServiceName.LB);
  }
}
