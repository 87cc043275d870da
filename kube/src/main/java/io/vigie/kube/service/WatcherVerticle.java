package io.vigie.kube.service;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeChanged;
import io.vigie.event.Sequence;
import io.vigie.event.Topic;
import io.vigie.event.UuidV7;
import io.vigie.kit.config.KubernetesConfig;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.manage.Readiness;
import io.vigie.kit.news.Heard;
import io.vigie.kit.news.Reader;
import io.vigie.kit.service.ServiceSettings;
import io.vigie.kit.service.ServiceVerticle;
import io.vigie.kube.mind.Mind;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.read.Kind;
import io.vigie.kube.service.WatchState.KubernetesState;
import io.vigie.kube.service.WatchState.TurnState;
import io.vigie.kube.watch.Contact;
import io.vigie.kube.watch.KubeReader;
import io.vigie.kube.watch.KubeWatch;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watcher of the Kubernetes API as a service: gives its {@link Mind} objects and news, has it
 * work while it is our turn, and publishes what it tells.
 *
 * @param <M> whose service it is
 */
public abstract class WatcherVerticle<M extends Mind> extends ServiceVerticle {

  private static final Logger LOG = LoggerFactory.getLogger(WatcherVerticle.class);
  private static final int RECHECK_MILLIS = 500;
  private static final int SHOW_MILLIS = 1_000;
  private static final int MEASURE_MILLIS = 5_000;

  private final Watched watched;
  private final String ownSource;
  private final M mind;
  private final Deaths deaths = new Deaths();
  private @Nullable Parts parts;

  /** The first event of this life; what is older is of earlier ones. */
  private @Nullable Sequence firstWord;

  private boolean whole;
  private boolean ours;

  /** Whether the mind was told to speak. */
  private boolean speaking;

  private Instant turnSince = now();

  /** What lives until {@link #end}. */
  private record Parts(
      KubeWatch watch, Workbench bench, BooleanSupplier turn, WatchMeters meters) {}

  /** The service, to be deployed once, and the mind that is its alone from now on. */
  protected WatcherVerticle(ServiceName name, ServiceSettings settings, Watched watched, M mind) {
    super(name, settings);
    this.watched = watched;
    this.ownSource = Envelope.source(settings.host(), name.wire());
    this.mind = mind;
  }

  /** Where a mind takes the ids of its facts from. */
  protected static EventIds ids() {
    return new UuidV7(InstantSource.system(), new SecureRandom());
  }

  /** What the mind has made of it all, for {@code /v1/state}. */
  protected abstract Object picture(M mind);

  /** An object is there, or is another than before. */
  protected void seen(Kubernetes object) {}

  /** An object is gone. */
  protected void gone(Kind kind, String key) {}

  /** An event came. */
  protected void heard(Heard news) {}

  /** The local link to a service of this host was opened, or pinged. */
  protected void linkAlive(String service) {}

  /** The local link to a service of this host ended. */
  protected void linkLost(String service) {}

  /** Shows more numbers, every 5 s. */
  protected void measure(M mind) {}

  /** How far what was seen can be relied on; null before the begin and after the end. */
  protected final @Nullable Contact contact() {
    return parts == null ? null : parts.watch().contact();
  }

  @Override
  protected Future<?> begin() {
    KubernetesConfig kubernetes = configuration().kubernetes();
    if (kubernetes == null) {
      return Future.failedFuture(new IllegalArgumentException(nothingToWatch()));
    }
    WatchMeters meters = new WatchMeters(meters(), name().brief(), watched.all());
    KubeWatch watch;
    try {
      watch = KubeWatch.open(vertx, kubernetes, watched.all(), new Objects());
    } catch (IllegalArgumentException e) {
      meters.close();
      return Future.failedFuture(e);
    }
    BooleanSupplier turn = takeTurns(watched.topic(), this::turnChanged);
    parts =
        new Parts(
            watch,
            new Workbench(vertx, mind, turn, this::tell, this::waiting, meters),
            turn,
            meters);
    speak(); // the turn may have come before the parts were there
    vertx.setPeriodic(RECHECK_MILLIS, _ -> recheck());
    vertx.setPeriodic(SHOW_MILLIS, _ -> show());
    vertx.setPeriodic(SHOW_MILLIS, MEASURE_MILLIS, _ -> measureMore());
    return Future.succeededFuture();
  }

  private String nothingToWatch() {
    return name().wire()
        + " has nothing to watch: the configuration has no `kubernetes:` section;"
        + " say there where the API servers are, or do not run "
        + name().brief();
  }

  @Override
  protected Future<?> reconfigured(VigieConfig next) {
    Parts p = parts;
    KubernetesConfig kubernetes = next.kubernetes();
    if (p == null || kubernetes == null) {
      return Future.failedFuture(new IllegalArgumentException(nothingToWatch()));
    }
    if (kubernetes.equals(configuration().kubernetes())) {
      return Future.succeededFuture();
    }
    try {
      p.watch().reopen(kubernetes);
      return Future.succeededFuture();
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
  }

  @Override
  protected Future<?> end() {
    Parts p = parts;
    parts = null;
    if (p == null) {
      return Future.succeededFuture();
    }
    p.bench().close();
    p.meters().close();
    return p.watch().close();
  }

  private void turnChanged(boolean isOurs) {
    ours = isOurs;
    turnSince = now();
    speak();
    work();
  }

  /**
   * Has the mind speak while it is our turn: not before its picture is as of now, or it would tell
   * from an old one what another has told of a newer; then until the turn goes, as the node that
   * took an API server with it is what is to be told.
   */
  private void speak() {
    Parts p = parts;
    boolean may = ours && (speaking || (p != null && p.watch().contact().isFresh(watched.kinds())));
    if (may != speaking) {
      speaking = may;
      mind.speaks(may);
    }
  }

  private void recheck() {
    mind.recheck(System.nanoTime());
    work();
  }

  private void work() {
    Parts p = parts;
    if (p != null) {
      p.bench().later();
    }
  }

  private void tell(Fact fact) {
    Parts p = requireNonNull(parts);
    LOG.atInfo().addKeyValue("id", fact.id()).log("{}", brief(fact.event()));
    Envelope said = journal().publish(fact);
    if (firstWord == null) {
      firstWord = said.sequence();
    }
    p.meters().told(fact);
    deaths.told(fact.event(), System.nanoTime()).ifPresent(p.meters()::risk);
  }

  /** A thousand volumes are in the event; the log needs to know how many. */
  private static Object brief(Event event) {
    return event instanceof NodeAtRisk risk
        ? "NodeAtRisk[node=%s, risk=%s, basis=%s, part=%d/%d, volumes=%d, bytes=%d]"
            .formatted(
                risk.node(),
                risk.risk(),
                risk.basis(),
                risk.part(),
                risk.parts(),
                risk.volumesTotal(),
                risk.bytesTotal())
        : event;
  }

  @Override
  protected final Reader reader() {
    return new News();
  }

  @Override
  protected final Set<Topic> reads() {
    return watched.reads();
  }

  @Override
  protected Set<ServiceName> links() {
    return Set.of(ServiceName.HEALTH);
  }

  @Override
  protected Readiness readiness() {
    Parts p = parts;
    if (p == null) {
      return Readiness.no("not watching");
    }
    List<String> warnings = new ArrayList<>(p.watch().contact().troubles().values());
    if (!whole && warnings.isEmpty()) {
      warnings.add("kubernetes: not everything is listed yet");
    }
    if (!p.turn().getAsBoolean()) {
      warnings.add("not our turn to speak: another one's, or Kafka does not answer");
    }
    return Readiness.yes().withWarnings(warnings);
  }

  @Override
  protected Object state() {
    Parts p = parts;
    KubernetesConfig kubernetes = configuration().kubernetes();
    if (p == null || kubernetes == null) {
      return "not watching";
    }
    Map<String, Integer> objects = new TreeMap<>();
    watched.all().forEach(kind -> objects.put(WatchState.name(kind), p.watch().count(kind)));
    return new WatchState(
        KubernetesState.of(kubernetes.servers(), whole, p.watch().contact(), objects),
        new TurnState(p.turn().getAsBoolean(), turnSince.toString(), p.meters().facts()),
        picture(mind));
  }

  private void show() {
    Parts p = parts;
    if (p == null) {
      return;
    }
    Contact contact = p.watch().contact();
    Map<Kind, Integer> objects = new EnumMap<>(Kind.class);
    watched.all().forEach(kind -> objects.put(kind, p.watch().count(kind)));
    double unknown =
        contact.unknownSince() == null
            ? 0
            : contact.unknownSince().until(Instant.now(), ChronoUnit.MILLIS) / 1e3;
    p.meters()
        .show(
            objects, contact.broken(), contact.missing().size(), unknown, p.turn().getAsBoolean());
  }

  private void measureMore() {
    if (parts != null) {
      measure(mind);
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /** What comes from the API. */
  private final class Objects implements KubeReader {

    @Override
    public void seen(Kubernetes object) {
      mind.seen(object, System.nanoTime());
      WatcherVerticle.this.seen(object);
      later();
    }

    @Override
    public void gone(Kind kind, String key) {
      mind.gone(kind, key, System.nanoTime());
      WatcherVerticle.this.gone(kind, key);
      later();
    }

    @Override
    public void contactChanged() {
      Parts p = parts;
      boolean isWhole = p != null && p.watch().contact().isWhole(watched.kinds());
      if (isWhole != whole) {
        whole = isWhole;
        mind.whole(isWhole);
      }
      speak();
      work();
    }

    private void later() {
      Parts p = parts;
      if (p != null) {
        p.bench().later();
      }
    }
  }

  /** What comes from other services. */
  private final class News implements Reader {

    @Override
    public void heard(Heard news) {
      Envelope envelope = news.envelope();
      boolean own =
          firstWord != null
              && envelope.source().equals(ownSource)
              && envelope.sequence().compareTo(firstWord) >= 0;
      if (!own) { // of what it says itself the mind knows already
        long now = System.nanoTime();
        if (envelope.event() instanceof NodeChanged word) {
          deaths.heard(word, news.fresh(), now);
        }
        mind.heard(envelope, news.fresh(), now);
      }
      WatcherVerticle.this.heard(news);
      Parts p = parts;
      if (p != null && envelope.event() instanceof NodeChanged) {
        p.bench().hurry();
      } else {
        work();
      }
    }

    @Override
    public void linkAlive(String service) {
      if (service.equals(ServiceName.HEALTH.wire())) {
        mind.linkAlive(settings().host(), System.nanoTime());
      }
      WatcherVerticle.this.linkAlive(service);
    }

    @Override
    public void linkLost(String service) {
      if (service.equals(ServiceName.HEALTH.wire())) {
        mind.linkLost(settings().host(), System.nanoTime());
        work();
      }
      WatcherVerticle.this.linkLost(service);
    }
  }
}
