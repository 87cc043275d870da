package io.vigie.lb.app;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.web.Router;
import io.vigie.event.ClusterChanged;
import io.vigie.event.CommandRequested;
import io.vigie.event.Envelope;
import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import io.vigie.event.RoleChanged;
import io.vigie.event.ServerChanged;
import io.vigie.event.Topic;
import io.vigie.event.TrafficSampled;
import io.vigie.event.UuidV7;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.manage.Readiness;
import io.vigie.kit.news.Heard;
import io.vigie.kit.news.Journal;
import io.vigie.kit.news.Reader;
import io.vigie.kit.service.HostNames;
import io.vigie.kit.service.ServiceSettings;
import io.vigie.kit.service.ServiceVerticle;
import io.vigie.lb.core.Director;
import io.vigie.lb.core.HostPort;
import io.vigie.lb.core.Input;
import io.vigie.lb.core.LbState;
import io.vigie.lb.net.Engine;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * lb-service: starts from the configuration with every server up, as HAProxy does, and learns the
 * rest from the news. Nothing it does for clients waits for anything but servers.
 */
public final class LbVerticle extends ServiceVerticle {

  private static final Logger LOG = LoggerFactory.getLogger(LbVerticle.class);

  /** How long a stop waits for the VIPs to be handed over; vrrp-service is done by then. */
  private static final long HANDOVER_MILLIS = 1_500;

  /** How long sessions may go on after that. */
  private static final long DRAIN_MILLIS = 3_000;

  private static final long LOOK_MILLIS = 50;

  private static final long SECOND_MILLIS = 1_000;

  /**
   * How often it is asked whose word counts: four times in the second an observer may be silent.
   */
  private static final long HEALTH_MILLIS = 250;

  /** A loop that needs longer than this for one turn serves nobody. */
  private static final long TURN_MILLIS = 200;

  /** How long history may take before every state is told, whatever it is by then. */
  private static final long ANNOUNCE_MILLIS = 2_000;

  private @Nullable Parts parts;
  private Future<?> reloading = Future.succeededFuture();

  /** What lives until {@link #end}; made before the first news can come. */
  private record Parts(
      Engine engine,
      Conductor conductor,
      Listeners listeners,
      Addresses addresses,
      HealthNews health,
      DatabaseNews databases,
      CommandRoute commands,
      LbMetrics metrics,
      DirectFrontends direct) {}

  /** The service, to be deployed once. */
  public LbVerticle(ServiceSettings settings) {
    super(ServiceName.LB, settings);
  }

  @Override
  protected Future<?> begin() {
    Parts p = running();
    p.health().follow(configuration());
    return p.direct()
        .prepare(configuration())
        .compose(_ -> WarmUp.once(vertx, Engines.choose(configuration().engine()).kind()))
        .compose(_ -> p.addresses().follow(configuration().nodes()))
        .compose(_ -> p.listeners().prepare(configuration().frontends()))
        .compose(Listeners.Change::apply)
        .compose(_ -> p.direct().isAdopting() ? informed(p) : Future.succeededFuture())
        .compose(_ -> p.direct().follow(configuration()))
        .onSuccess(_ -> run(p));
  }

  /** Rules of an earlier run know better than a start does who is well, until health was heard. */
  private Future<Void> informed(Parts p) {
    return looking(ANNOUNCE_MILLIS, () -> p.health().warning() == null);
  }

  private Parts parts() {
    Ticks ticks = new Ticks();
    RandomGenerator random = new SplittableRandom(new SecureRandom().nextLong());
    String host = settings().host();
    Director director =
        new Director(
            Mapping.core(configuration()),
            host + "/" + name().wire(),
            ids(),
            random,
            ticks.nanos());
    TrafficLog log = new TrafficLog(InstantSource.system(), ZoneId.systemDefault());
    Journal journal = this::tell;
    Conductor conductor = new Conductor(vertx, ticks, director, journal, log);
    Engines.Choice choice = Engines.choose(configuration().engine());
    Engines.tell(configuration().engine(), choice);
    Engine engine = Engines.make(choice.kind(), (ContextInternal) context, conductor);
    Listeners listeners = new Listeners(engine);
    conductor.lead(engine, listeners::frontend);
    DirectFrontends direct =
        new DirectFrontends(vertx, configuration(), conductor::targets, conductor::take);
    conductor.lead(direct);
    return new Parts(
        engine,
        conductor,
        listeners,
        new Addresses(vertx, (node, at) -> conductor.take(new Input.Located(node, at))),
        new HealthNews(host, ticks, conductor::take),
        new DatabaseNews(ticks, conductor::take),
        new CommandRoute(conductor, journal, ids(), ticks),
        new LbMetrics(meters(), ticks, conductor::state),
        direct);
  }

  /** The journal is there before any news is. */
  private Envelope tell(Fact fact) {
    if (!(fact.event() instanceof TrafficSampled)) {
      LOG.atInfo().addKeyValue("id", fact.id()).log("{}", fact.event());
    }
    return journal().publish(fact);
  }

  private static EventIds ids() {
    return new UuidV7(InstantSource.system(), new SplittableRandom(new SecureRandom().nextLong()));
  }

  private void run(Parts p) {
    vertx.setPeriodic(SECOND_MILLIS, _ -> everySecond(p));
    vertx.setPeriodic(HostNames.AGAIN_MILLIS, _ -> p.addresses().refresh());
    vertx.setPeriodic(HEALTH_MILLIS, _ -> p.health().refresh());
    vertx.setTimer(ANNOUNCE_MILLIS, _ -> p.conductor().take(new Input.Announce()));
    p.metrics().follow();
    p.listeners()
        .addresses()
        .forEach(
            (frontend, address) ->
                LOG.atInfo()
                    .addKeyValue("frontend", frontend)
                    .addKeyValue("address", HostPort.text(address))
                    .log("listening"));
  }

  private static void everySecond(Parts p) {
    p.engine().meter((session, in, out) -> p.conductor().take(new Input.Moved(session, in, out)));
    p.direct().everySecond();
  }

  @Override
  protected Future<?> reconfigured(VigieConfig next) {
    reloading = reloading.transform(_ -> reload(running(), next));
    return reloading;
  }

  private static Future<Void> reload(Parts p, VigieConfig next) {
    return p.direct()
        .prepare(next)
        .compose(_ -> p.listeners().prepare(next.frontends()))
        .compose(
            change -> {
              p.addresses().follow(next.nodes());
              p.conductor().take(new Input.Reconfigured(Mapping.core(next)));
              p.health().follow(next);
              p.metrics().follow();
              // Rules come before a socket they replace goes; what fails is told, and tried again.
              return p.direct().follow(next).transform(_ -> change.apply());
            });
  }

  @Override
  protected Future<?> end() {
    Parts p = running();
    return looking(HANDOVER_MILLIS, () -> !p.conductor().holdsVip())
        .transform(_ -> Future.join(p.listeners().closeAll(), p.direct().retire()))
        .transform(_ -> drained(p))
        .transform(
            _ -> {
              p.conductor().take(new Input.Stop());
              return Future.join(p.engine().shutdown(), p.direct().close());
            })
        .onComplete(
            _ -> {
              p.conductor().rest();
              p.metrics().close();
              parts = null;
            });
  }

  private Future<Void> drained(Parts p) {
    return looking(DRAIN_MILLIS, () -> sessions(p) == 0)
        .onComplete(
            _ -> {
              if (sessions(p) > 0) {
                LOG.atInfo()
                    .addKeyValue("sessions", sessions(p))
                    .log("ending sessions that did not end by themselves");
              }
            });
  }

  private static int sessions(Parts p) {
    return p.conductor().sessions() + p.direct().open();
  }

  /** Done when something is so, or when it has been looked for for so long. */
  private Future<Void> looking(long atMostMillis, BooleanSupplier whether) {
    Promise<Void> done = Promise.promise();
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(atMostMillis);
    long look =
        vertx.setPeriodic(
            1,
            LOOK_MILLIS,
            _ -> {
              if (whether.getAsBoolean() || System.nanoTime() - until >= 0) {
                done.tryComplete();
              }
            });
    return done.future().onComplete(_ -> vertx.cancelTimer(look));
  }

  @Override
  protected Readiness readiness() {
    Parts p = running();
    List<String> reasons = new ArrayList<>();
    long busyMillis = p.engine().busiest().toMillis();
    if (busyMillis > TURN_MILLIS) {
      reasons.add(
          "a loop of the engine has been at one turn for %d ms, at most %d expected"
              .formatted(busyMillis, TURN_MILLIS));
    }
    Set<String> bound = new HashSet<>(p.listeners().addresses().keySet());
    bound.addAll(p.direct().inPlace());
    configuration().frontends().keySet().stream()
        .filter(frontend -> !bound.contains(frontend))
        .forEach(frontend -> reasons.add("frontend " + frontend + " is not bound"));
    return new Readiness(reasons, warnings(p));
  }

  private static List<String> warnings(Parts p) {
    List<String> warnings = new ArrayList<>(p.addresses().warnings());
    String observer = p.health().warning();
    if (observer != null) {
      warnings.add(observer);
    }
    warnings.addAll(p.direct().warnings());
    for (LbState.PoolView pool : p.conductor().state().pools()) {
      switch (pool.state()) {
        case HEALTHY -> {}
        case DEGRADED, FAILING_OPEN, REFUSING ->
            warnings.add(
                "pool %s is %s: %d of %d servers in use%s"
                    .formatted(
                        pool.name(),
                        pool.state().wire(),
                        pool.usable(),
                        pool.servers().size(),
                        pool.primary().isEmpty() ? "" : ", " + pool.primary()));
      }
    }
    return warnings;
  }

  @Override
  protected Object state() {
    Parts p = running();
    Map<String, String> listeners = new LinkedHashMap<>();
    p.listeners().addresses().forEach((name, at) -> listeners.put(name, HostPort.text(at)));
    return new Shown(listeners, p.direct().inPlace(), p.conductor().state());
  }

  /**
   * What {@code /v1/state} answers.
   *
   * @param listeners where frontends listen
   * @param direct frontends whose rules the kernel has
   */
  private record Shown(Map<String, String> listeners, List<String> direct, LbState balancing) {}

  @Override
  protected Set<Topic> reads() {
    return Set.of(Topic.HEALTH, Topic.PRESENCE, Topic.COMMAND, Topic.LB, Topic.DB);
  }

  @Override
  protected Set<ServiceName> links() {
    Set<ServiceName> links = EnumSet.of(ServiceName.HEALTH);
    if (!configuration().vips().isEmpty()) {
      links.add(ServiceName.VRRP);
    }
    if (configuration().pools().values().stream().anyMatch(pool -> pool.database() != null)) {
      links.add(ServiceName.DB);
    }
    return links;
  }

  @Override
  protected void routes(Router router) {
    router.post("/v1/commands").handler(request -> running().commands().post(request));
  }

  @Override
  protected Reader reader() {
    parts = parts();
    return new Ears();
  }

  private Parts running() {
    return Objects.requireNonNull(parts, "lb-service is not running");
  }

  /** News are heard from before {@link #begin} until {@link #end}. */
  private final class Ears implements Reader {
    private final String source = Envelope.source(settings().host(), name().wire());
    private final String vrrp = Envelope.source(settings().host(), ServiceName.VRRP.wire());

    @Override
    public void heard(Heard news) {
      Parts p = parts;
      if (p == null) {
        return;
      }
      switch (news.envelope().event()) {
        case CommandRequested command -> p.commands().heard(news.envelope(), command, news.fresh());
        case ServerChanged told when news.envelope().source().equals(source) ->
            p.conductor().take(new Input.ToldBefore(told.pool(), told.server(), told.state()));
        case ClusterChanged word -> p.databases().heard(news, word);
        case RoleChanged role when news.envelope().source().equals(vrrp) ->
            p.conductor().take(new Input.RoleNews(role, news.envelope().ref(), news.fresh()));
        default -> {
          switch (news.envelope().type().topic()) {
            case HEALTH, PRESENCE, COMMAND -> p.health().heard(news);
            case LB, TRAFFIC, VRRP, STORAGE, DB, TURN, INCIDENT -> {}
          }
        }
      }
    }

    @Override
    public void linkAlive(String service) {
      if (parts != null && service.equals(ServiceName.HEALTH.wire())) {
        parts.health().linkAlive();
      }
    }

    @Override
    public void linkLost(String service) {
      if (parts != null && service.equals(ServiceName.HEALTH.wire())) {
        parts.health().linkLost();
      }
      if (parts != null && service.equals(ServiceName.VRRP.wire())) {
        parts.conductor().take(new Input.RoleNewsLost());
      }
    }
  }
}
