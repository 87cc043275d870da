package io.vigie.kube.watch;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vigie.kit.config.KubernetesConfig;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.read.Kind;
import io.vigie.kube.read.Reading;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects of a few kinds, kept up to date for as long as it is open: listed in pages, then watched,
 * listed anew when a watch has missed something. Nothing about it ever ends the service: what the
 * API server does not have, does not allow or does not answer is a state ({@link Contact}).
 *
 * <p>Thread rule: opened, asked and closed on one Vert.x context, where the reader is called.
 * Changes that come faster than they are read are read as one, so no more wait than there are
 * objects.
 */
public final class KubeWatch {

  private static final Logger LOG = LoggerFactory.getLogger(KubeWatch.class);
  private static final int ASK_MILLIS = 1_000;

  /** How long a watch may be away before what it told is called unknown. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /**
   * How long a kind must not be found before it is not there: an API server that starts does not
   * know all of its kinds at once.
   */
  private static final long MISSING_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final int MISSING = 404;
  private static final int GONE = 410;

  private final Vertx vertx;
  private final Set<Kind> kinds;
  private final KubeReader reader;
  private final Context context;
  private final Map<Kind, String> refused = new EnumMap<>(Kind.class);
  private final Map<Kind, Long> notFoundNanos = new EnumMap<>(Kind.class);
  private final Set<Kind> missing = EnumSet.noneOf(Kind.class);
  private final Set<Kind> listed = EnumSet.noneOf(Kind.class);

  /** The keys that the reader knows, by kind. */
  private final Map<Kind, Set<String>> known = new EnumMap<>(Kind.class);

  private Session session;
  private Changes changes;
  private boolean asking;
  private boolean closed;
  private boolean answers;
  private long freshNanos = System.nanoTime();
  private Instant freshAt = now();

  /** What cannot be read at present, by kind and key. */
  private final Set<String> broken = new HashSet<>();

  private Contact contact;
  private final long timer;

  private KubeWatch(Vertx vertx, KubernetesConfig config, Set<Kind> kinds, KubeReader reader) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.kinds = Set.copyOf(kinds);
    this.reader = reader;
    this.kinds.forEach(kind -> known.put(kind, new HashSet<>()));
    this.changes = new Changes(context, this::read, this::look);
    this.session = new Session(config, this.kinds, changes::push);
    this.contact = new Contact(session.server(), Set.of(), Set.of(), Map.of(), null, 0);
    this.timer = vertx.setPeriodic(ASK_MILLIS, _ -> ask());
    begin();
  }

  /**
   * Begins; objects come as soon as an API server answers.
   *
   * @throws IllegalArgumentException if the kubeconfig cannot be used, with what is wrong
   */
  public static KubeWatch open(
      Vertx vertx, KubernetesConfig config, Set<Kind> kinds, KubeReader reader) {
    return new KubeWatch(vertx, config, kinds, reader);
  }

  /**
   * Goes over to other servers, or to another identity: what is not there any more is gone then.
   *
   * @throws IllegalArgumentException if the kubeconfig cannot be used; nothing has changed then
   */
  public void reopen(KubernetesConfig config) {
    Changes later = new Changes(context, this::read, this::look);
    Session next = new Session(config, kinds, later::push);
    changes.close();
    end(session);
    changes = later;
    session = next;
    listed.clear();
    missing.clear();
    refused.clear();
    notFoundNanos.clear();
    answers = false;
    begin();
    look();
  }

  private void begin() {
    Session own = session;
    run(own::start);
    ask();
  }

  /** How far what was seen can be relied on. */
  public Contact contact() {
    return contact;
  }

  /** How many objects of a kind the reader knows of, those that could not be read among them. */
  public int count(Kind kind) {
    return known.getOrDefault(kind, Set.of()).size();
  }

  /** Ends it; the reader is not called any more. */
  public Future<Void> close() {
    closed = true;
    vertx.cancelTimer(timer);
    changes.close();
    return end(session);
  }

  private Future<Void> end(Session old) {
    return run(old::close);
  }

  private Future<Void> run(Runnable slow) {
    return vertx
        .executeBlocking(
            () -> {
              slow.run();
              return "done";
            },
            false)
        .onFailure(e -> LOG.warn("kubernetes client failed", e))
        .mapEmpty();
  }

  /** On the context: asks whether anybody is there at all. */
  private void ask() {
    if (asking || closed) {
      look();
      return;
    }
    asking = true;
    Session own = session;
    vertx
        .executeBlocking(own::ask, false)
        .otherwise(false)
        .onSuccess(
            yes -> {
              asking = false;
              if (own == session) {
                answers = yes;
              }
              look();
            });
  }

  /** On the context: tells the reader if the contact is another. */
  private void look() {
    if (closed) {
      return;
    }
    long now = System.nanoTime();
    if (answers && kinds.stream().allMatch(this::isAsOfNow)) {
      freshNanos = now;
      freshAt = now();
    }
    Instant unknownSince = now - freshNanos > PATIENCE_NANOS ? freshAt : null;
    settle(now);
    Contact next =
        new Contact(session.server(), listed, missing, refused, unknownSince, broken.size());
    Contact before = contact;
    contact = next;
    if (!next.equals(before)) {
      tell(before, next);
      reader.contactChanged();
    }
  }

  /** Whether a kind's changes arrive, or it has none that could. */
  private boolean isAsOfNow(Kind kind) {
    return !listed.contains(kind)
        || missing.contains(kind)
        || refused.containsKey(kind)
        || session.isWatching(kind);
  }

  /** A kind that was long not found is not there, and its objects are gone. */
  private void settle(long now) {
    notFoundNanos.forEach(
        (kind, since) -> {
          if (answers && now - since > MISSING_NANOS && missing.add(kind)) {
            List.copyOf(requireNonNull(known.get(kind))).forEach(key -> gone(kind, key));
          }
        });
  }

  private void tell(Contact before, Contact next) {
    boolean was = before.unknownSince() != null;
    if (next.unknownSince() != null && !was) {
      LOG.atWarn()
          .addKeyValue("unknownSince", next.unknownSince())
          .addKeyValue("server", next.server())
          .log("no API server answers; what is known stays");
    } else if (next.unknownSince() == null && was) {
      LOG.atInfo().addKeyValue("server", next.server()).log("the API server answers again");
    }
    next.refused()
        .forEach(
            (kind, why) -> {
              if (!before.refused().containsKey(kind)) {
                LOG.atWarn().addKeyValue("kind", kind.plural()).log("cannot be read: {}", why);
              }
            });
    next.missing().stream()
        .filter(kind -> !before.missing().contains(kind))
        .forEach(
            kind ->
                LOG.atInfo()
                    .addKeyValue("kind", kind.plural())
                    .addKeyValue("group", kind.group())
                    .log("the cluster does not have it"));
  }

  private void read(Change change) {
    Kind kind = change.kind();
    switch (change) {
      case Change.Seen(_, String key, Reading reading) -> seen(kind, key, reading);
      case Change.Gone(_, String key) -> gone(kind, key);
      case Change.Listed _ -> {
        Session own = session;
        List.copyOf(requireNonNull(known.get(kind))).stream()
            .filter(key -> !own.has(kind, key))
            .forEach(key -> gone(kind, key));
        listed.add(kind);
        missing.remove(kind);
        notFoundNanos.remove(kind);
        refused.remove(kind);
      }
      case Change.Failed(_, int code, String why) -> {
        if (code == MISSING) {
          notFoundNanos.putIfAbsent(kind, System.nanoTime());
          refused.remove(kind);
        } else {
          notFoundNanos.remove(kind);
          if (code != 0 && code < Session.LEAST_FAULT && code != GONE) {
            refused.put(kind, why);
          }
        }
      }
    }
  }

  private void seen(Kind kind, String key, Reading reading) {
    requireNonNull(known.get(kind)).add(key);
    switch (reading) {
      case Reading.Good(Kubernetes good) -> {
        broken.remove(kind + " " + key);
        reader.seen(good);
      }
      case Reading.Broken(String why) -> {
        if (!broken.add(kind + " " + key)) {
          return; // told already
        }
        LOG.atWarn()
            .addKeyValue("kind", kind.kind())
            .addKeyValue("object", key)
            .log("object cannot be read and is passed over: {}", why);
      }
    }
  }

  private void gone(Kind kind, String key) {
    if (requireNonNull(known.get(kind)).remove(key)) {
      broken.remove(kind + " " + key);
      reader.gone(kind, key);
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }
}
