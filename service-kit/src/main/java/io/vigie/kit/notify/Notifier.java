package io.vigie.kit.notify;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vigie.event.Envelope;
import io.vigie.kit.InTime;
import io.vigie.kit.config.NotifyConfig;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.notify.core.Notices;
import io.vigie.kit.notify.core.Postbag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people what one service publishes, as its configuration says.
 *
 * <p>At least once: a notice is kept in the service's state directory until it is delivered, in
 * bounded space. The last words of a service that stops have {@value #CLOSE_MILLIS} ms to arrive,
 * else they do when it starts again.
 *
 * <p>Thread rule: the service's own context. Nothing here waits for anybody.
 */
public final class Notifier {

  /** The longest {@link #close} waits for what is under way. */
  public static final int CLOSE_MILLIS = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

  private final Vertx vertx;
  private final Context context;
  private final Of of;
  private final KeptFile file;
  private final Notices notices;
  private final Map<String, Courier> couriers = new LinkedHashMap<>();
  private final Map<String, Postbag.Saved> left;
  private @Nullable Promise<Void> ending;

  /**
   * Whose it is.
   *
   * @param service its name on the wire
   * @param directory its state directory
   * @param meters where to count
   */
  public record Of(String service, Path directory, MeterRegistry meters) {}

  private Notifier(Vertx vertx, Of of, VigieConfig config, KeptFile file, Kept kept) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.of = of;
    this.file = file;
    this.notices = new Notices(config.syncGroups(), kept.open());
    this.left = new LinkedHashMap<>(kept.targets());
    reconfigured(config);
  }

  /**
   * Reads what the last life left.
   *
   * @return goes on with it, and begins to send: to be called once the state directory is ours
   */
  public static Future<Function<VigieConfig, Notifier>> prepare(Vertx vertx, Of of) {
    KeptFile file = new KeptFile(of.directory().resolve("notify.json"));
    Callable<Kept> read = file::read;
    return vertx
        .executeBlocking(read, false)
        .map(kept -> config -> new Notifier(vertx, of, config, file, requireNonNull(kept)));
  }

  /** This was published. */
  public void published(Envelope envelope) {
    if (couriers.isEmpty() || ending != null) {
      return;
    }
    List<Notices.Told> told = notices.of(envelope);
    for (Notices.Told one : told) {
      couriers.values().stream()
          .filter(courier -> courier.config().occasions().contains(one.occasion()))
          .forEach(courier -> courier.add(one.notice()));
    }
    if (!told.isEmpty()) {
      keep();
    }
  }

  /** Whom to tell is another from now on. What waits for a target that stays goes on. */
  public void reconfigured(VigieConfig next) {
    notices.groups(next.syncGroups());
    couriers
        .entrySet()
        .removeIf(
            entry -> {
              NotifyConfig wanted = next.targets().get(entry.getKey());
              boolean gone = !entry.getValue().config().equals(wanted);
              if (gone) {
                left.put(entry.getKey(), entry.getValue().saved());
                entry.getValue().close();
              }
              return gone;
            });
    next.targets()
        .forEach(
            (name, target) -> {
              if (!couriers.containsKey(name)) {
                couriers.put(name, courier(next.cluster(), name, target));
              }
            });
    left.clear(); // of targets that are no more
    couriers.values().forEach(Courier::go);
  }

  private Courier courier(String cluster, String name, NotifyConfig target) {
    return new Courier(
        vertx,
        new Courier.Whom(cluster, of.service(), name),
        target,
        left.getOrDefault(name, Postbag.Saved.NOTHING),
        of.meters(),
        this::changed);
  }

  private void changed() {
    keep();
    settle();
  }

  private void keep() {
    file.save(context, this::kept);
  }

  private Kept kept() {
    Map<String, Postbag.Saved> targets = new LinkedHashMap<>();
    couriers.forEach((name, courier) -> targets.put(name, courier.saved()));
    return new Kept(notices.open(), targets);
  }

  /** What a person should know: who cannot be told. */
  public List<String> warnings() {
    return couriers.values().stream().flatMap(courier -> courier.warnings().stream()).toList();
  }

  /** How it stands with each target, for {@code /v1/state}. */
  public Object state() {
    Map<String, Courier.Standing> standing = new LinkedHashMap<>();
    couriers.forEach((name, courier) -> standing.put(name, courier.standing()));
    return standing;
  }

  /** Lets what can arrive now arrive, keeps the rest, and ends. */
  public Future<Void> close() {
    if (ending != null) {
      return ending.future();
    }
    Promise<Void> idle = Promise.promise();
    ending = idle;
    boolean anybody = !couriers.isEmpty();
    settle();
    return InTime.of(vertx, idle.future(), CLOSE_MILLIS)
        .transform(
            _ -> {
              Kept last = kept();
              couriers.values().forEach(Courier::close);
              return anybody
                  ? vertx.executeBlocking(() -> write(last), false)
                  : Future.succeededFuture();
            })
        .mapEmpty();
  }

  private Kept write(Kept last) {
    try {
      file.write(last);
    } catch (IOException e) {
      LOG.warn("notifications that wait could not be kept: {}", e.toString());
    }
    return last;
  }

  private void settle() {
    if (ending != null && couriers.values().stream().allMatch(Courier::isIdle)) {
      ending.tryComplete();
    }
  }
}
