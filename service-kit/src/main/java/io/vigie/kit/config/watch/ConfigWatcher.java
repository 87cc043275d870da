package io.vigie.kit.config.watch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vigie.kit.config.ConfigFile;
import io.vigie.kit.config.LiveChange;
import io.vigie.kit.config.LoadResult;
import io.vigie.kit.config.Problem;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.config.watch.Reload.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the configuration again when its file changes, or when asked to. A bad file changes
 * nothing.
 *
 * <p>Thread rule: lives on one Vert.x context of its own; {@link #reload} and {@link #close} may be
 * called from anywhere. The disk is touched on worker threads only.
 */
public final class ConfigWatcher implements AutoCloseable {

  /** How often to look at the file. */
  public static final Duration PERIOD = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(ConfigWatcher.class);

  /**
   * What to watch, and for whom.
   *
   * @param file the configuration file
   * @param env for {@code ${env:NAME}}
   * @param host who we are
   * @param running what the services run with
   * @param apply makes them go over to another one; fails if they can't, and is then called with
   *     the old one again. Called on the watcher's context, as is {@code report}
   * @param report hears how each reload ended
   */
  public record Subject(
      Path file,
      Map<String, String> env,
      String host,
      VigieConfig running,
      Function<VigieConfig, Future<Void>> apply,
      Consumer<Reload> report) {}

  private final Subject subject;
  private final MeterRegistry meters;
  private final Vertx vertx;
  private final Context context;
  private final long timer;
  private final AtomicBoolean stale = new AtomicBoolean();
  private final Settling settling = new Settling(FileStamp.NONE);
  private VigieConfig running;
  private List<Problem> told = List.of();
  private boolean busy;
  private boolean asked;

  private ConfigWatcher(Vertx vertx, Subject subject, MeterRegistry meters, Duration period) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.subject = subject;
    this.meters = meters;
    this.running = subject.running();
    Gauge.builder("vigie.config.stale", stale, flag -> flag.get() ? 1 : 0)
        .description("1 while the file says something the services could not go over to")
        .register(meters);
    this.timer = vertx.setPeriodic(period.toMillis(), _ -> context.runOnContext(_ -> look()));
  }

  /** Begins to watch; the file counts as changed once, in case it changed since it was read. */
  public static ConfigWatcher start(
      Vertx vertx, Subject subject, MeterRegistry meters, Duration period) {
    return new ConfigWatcher(vertx, subject, meters, period);
  }

  /** Loads the file again, changed or not. */
  public void reload() {
    context.runOnContext(
        _ -> {
          asked = true;
          look();
        });
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }

  /** One look at a time; what is asked for meanwhile comes next. */
  private void look() {
    if (busy) {
      return;
    }
    busy = true;
    context
        .executeBlocking(() -> FileStamp.of(subject.file()))
        .compose(now -> loadIfDue(Objects.requireNonNull(now)))
        .onFailure(cause -> LOG.error("cannot look at {}", subject.file(), cause))
        .onComplete(
            _ -> {
              busy = false;
              if (asked) {
                look();
              }
            });
  }

  private Future<Void> loadIfDue(FileStamp now) {
    boolean rests = settling.rests(now);
    if (!rests && !asked) {
      return Future.succeededFuture();
    }
    asked = false;
    return context
        .executeBlocking(() -> ConfigFile.load(subject.file(), subject.env()))
        .compose(result -> take(Objects.requireNonNull(result)))
        .onSuccess(this::tell)
        .mapEmpty();
  }

  private Future<Reload> take(LoadResult result) {
    return switch (result) {
      case LoadResult.Broken(List<Problem> problems) -> Future.succeededFuture(broken(problems));
      case LoadResult.Loaded(VigieConfig next, List<Problem> odd) -> {
        tellOnce(odd, problem -> LOG.warn("{}", problem));
        yield goOver(LiveChange.of(running, next, subject.host()));
      }
    };
  }

  private Reload broken(List<Problem> problems) {
    tellOnce(problems, problem -> LOG.error("{}", problem));
    return new Reload(
        Outcome.BROKEN,
        List.of(
            "the configuration file is broken, the old configuration stays: %s%s"
                .formatted(
                    problems.getFirst(),
                    problems.size() > 1 ? " and %d more".formatted(problems.size() - 1) : "")));
  }

  private Future<Reload> goOver(LiveChange change) {
    return switch (change) {
      case LiveChange.Nothing(List<String> warnings) ->
          Future.succeededFuture(new Reload(Outcome.UNCHANGED, warnings));
      case LiveChange.Refused(String why) -> Future.succeededFuture(refused(why));
      case LiveChange.Change(VigieConfig next, List<String> warnings) ->
          subject
              .apply()
              .apply(next)
              .map(
                  _ -> {
                    running = next;
                    return new Reload(Outcome.LOADED, warnings);
                  })
              .recover(this::goBack);
    };
  }

  /** Some services may have gone over before another could not. */
  private Future<Reload> goBack(Throwable cause) {
    String why = String.valueOf(cause.getMessage());
    return subject
        .apply()
        .apply(running)
        .map(_ -> refused(why))
        .otherwise(
            again -> refused("%s; nor could all go back: %s".formatted(why, again.getMessage())));
  }

  private static Reload refused(String why) {
    return new Reload(
        Outcome.REFUSED,
        List.of("the changed configuration can't be used, the old one stays: " + why));
  }

  private void tell(Reload reload) {
    String result = reload.outcome().name().toLowerCase(Locale.ROOT);
    meters.counter("vigie.config.reloads", "result", result).increment();
    stale.set(reload.outcome() == Outcome.BROKEN || reload.outcome() == Outcome.REFUSED);
    if (reload.outcome() == Outcome.UNCHANGED && reload.warnings().isEmpty()) {
      LOG.debug("{} says the same as before", subject.file());
    } else {
      (stale.get() ? LOG.atError() : LOG.atInfo())
          .addKeyValue("file", subject.file())
          .addKeyValue("result", result)
          .log("configuration reload");
    }
    if (reload.outcome() != Outcome.BROKEN) { // whose problems are told one by one
      reload.warnings().forEach(warning -> LOG.warn("{}", warning));
    }
    subject.report().accept(reload);
  }

  /** What was said of the last file is not said again. */
  private void tellOnce(List<Problem> problems, Consumer<Problem> say) {
    Stream<Problem> fresh = problems.stream().filter(problem -> !told.contains(problem));
    fresh.forEach(say);
    told = problems;
  }
}
