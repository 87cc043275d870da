package io.vigie.kube.watch;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vigie.kit.config.KubernetesConfig;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.read.Kind;
import io.vigie.kube.read.ObjectReader;
import io.vigie.kube.read.Reading;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
  private static final long PAGE = 500;
  private static final int ASK_MILLIS = 2_000;
  private static final int AT_ONCE = 500;
  private static final int MISSING = 404;

  private final Vertx vertx;
  private final Context context;
  private final Set<Kind> kinds;
  private final KubeReader reader;
  private final KubernetesClient client;
  private final Map<Kind, SharedIndexInformer<GenericKubernetesResource>> informers =
      new EnumMap<>(Kind.class);
  private final Map<Kind, String> refused = new EnumMap<>(Kind.class);
  private final Set<Kind> missing = EnumSet.noneOf(Kind.class);

  /** What was seen and not read yet, by kind and key; guarded by itself. */
  private final Map<String, Change> pending = new LinkedHashMap<>();

  /** The keys that the reader knows, by kind. */
  private final Map<Kind, Set<String>> known = new EnumMap<>(Kind.class);

  private final Map<Kind, Stubs> stubs = new EnumMap<>(Kind.class);
  private final Set<Kind> listed = EnumSet.noneOf(Kind.class);
  private boolean draining;
  private boolean asking;
  private boolean closed;
  private long answeredNanos;
  private long broken;
  private Contact contact;
  private final long timer;

  /**
   * One change.
   *
   * @param reading what was read of it; null if it is gone
   */
  private record Change(Kind kind, String key, @Nullable Reading reading) {}

  private KubeWatch(Vertx vertx, KubernetesClient client, Set<Kind> kinds, KubeReader reader) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.client = client;
    this.kinds = Set.copyOf(kinds);
    this.reader = reader;
    this.answeredNanos = System.nanoTime();
    this.contact = new Contact(Set.of(), Set.of(), Map.of(), 0, 0);
    for (Kind kind : this.kinds) {
      known.put(kind, new HashSet<>());
      stubs.put(kind, new Stubs());
    }
    stubs.forEach((kind, store) -> informers.put(kind, informer(kind, store)));
    this.timer = vertx.setPeriodic(ASK_MILLIS, _ -> ask());
  }

  /**
   * Begins; objects come as soon as an API server answers.
   *
   * @throws IllegalArgumentException if the kubeconfig cannot be used, with what is wrong
   */
  public static KubeWatch open(
      Vertx vertx, KubernetesConfig config, Set<Kind> kinds, KubeReader reader) {
    return new KubeWatch(vertx, Clients.open(vertx, config), kinds, reader);
  }

  /** How far what was seen can be relied on. */
  public Contact contact() {
    return contact;
  }

  /** Ends it; the reader is not called any more. */
  public Future<Void> close() {
    closed = true;
    vertx.cancelTimer(timer);
    return vertx
        .executeBlocking(
            () -> {
              informers.values().forEach(SharedIndexInformer::stop);
              client.close();
              return "closed";
            },
            false)
        .mapEmpty();
  }

  private SharedIndexInformer<GenericKubernetesResource> informer(Kind kind, Stubs store) {
    ResourceDefinitionContext where =
        new ResourceDefinitionContext.Builder()
            .withGroup(kind.group())
            .withVersion(kind.version())
            .withKind(kind.kind())
            .withPlural(kind.plural())
            .withNamespaced(kind.scope() != Kind.Scope.CLUSTER)
            .build();
    var all = client.genericKubernetesResources(where);
    var some =
        switch (kind.scope()) {
          case LONGHORN -> all.inNamespace(Kind.LONGHORN_NAMESPACE).withLimit(PAGE);
          case EVERYWHERE ->
              kind == Kind.POD
                  ? all.inAnyNamespace().withLabel("cnpg.io/podRole", "instance").withLimit(PAGE)
                  : all.inAnyNamespace().withLimit(PAGE);
          case CLUSTER -> all.withLimit(PAGE);
        };
    SharedIndexInformer<GenericKubernetesResource> informer =
        some.runnableInformer(0)
            .removeNamespaceIndex()
            .itemStore(store)
            .exceptionHandler((_, failure) -> failed(kind, failure))
            .addEventHandler(new Handler(kind));
    informer.start();
    return informer;
  }

  /** On a thread of the client's; it is always tried again. */
  private boolean failed(Kind kind, Throwable failure) {
    context.runOnContext(
        _ -> {
          if (failure instanceof KubernetesClientException e && e.getCode() == MISSING) {
            missing.add(kind);
            refused.remove(kind);
          } else if (failure instanceof KubernetesClientException e && e.getCode() != 0) {
            refused.put(kind, e.getCode() + " " + e.getStatus());
          } else {
            LOG.debug("watch of {} failed", kind.plural(), failure);
          }
          look();
        });
    return true;
  }

  /** On the context: asks whether anybody is there at all. */
  private void ask() {
    if (asking || closed) {
      return;
    }
    asking = true;
    vertx
        .executeBlocking(() -> client.raw("/version"), false)
        .onSuccess(_ -> answeredNanos = System.nanoTime())
        .onComplete(
            _ -> {
              asking = false;
              look();
            });
  }

  /** On the context: tells the reader if the contact is another. */
  private void look() {
    if (closed) {
      return;
    }
    informers.forEach(
        (kind, informer) -> {
          if (informer.hasSynced() && wasRead(kind)) {
            listed.add(kind);
            missing.remove(kind);
            refused.remove(kind);
          }
        });
    long quiet = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - answeredNanos);
    long silent = quiet > 3L * ASK_MILLIS ? quiet : 0;
    Contact now = new Contact(listed, missing, refused, silent, broken);
    boolean changed = !now.equals(contact);
    contact = now;
    if (changed) {
      reader.contactChanged();
    }
  }

  /** Whether the reader has got everything the informer knows of: it is told a little later. */
  private boolean wasRead(Kind kind) {
    Stubs store = stubs.get(kind);
    Set<String> keys = known.get(kind);
    return store != null && keys != null && keys.size() >= store.size();
  }

  private void push(Change change) {
    boolean begin;
    synchronized (pending) {
      String key = change.kind() + " " + change.key();
      pending.remove(key); // the latest goes last
      pending.put(key, change);
      begin = !draining;
      draining = true;
    }
    if (begin) {
      context.runOnContext(_ -> drain());
    }
  }

  private void drain() {
    List<Change> some = new ArrayList<>();
    boolean more;
    synchronized (pending) {
      var all = pending.values().iterator();
      while (all.hasNext() && some.size() < AT_ONCE) {
        some.add(all.next());
        all.remove();
      }
      more = !pending.isEmpty();
      draining = more;
    }
    if (!closed) {
      some.forEach(this::read);
      if (more) {
        context.runOnContext(_ -> drain());
      } else {
        look();
      }
    }
  }

  private void read(Change change) {
    Set<String> keys = requireNonNull(known.get(change.kind()));
    switch (change.reading()) {
      case null -> {
        keys.remove(change.key());
        reader.gone(change.kind(), change.key());
      }
      case Reading.Good(Kubernetes good) -> {
        keys.add(change.key());
        reader.seen(good);
      }
      case Reading.Broken(String why) -> {
        keys.add(change.key());
        broken++;
        LOG.atWarn()
            .addKeyValue("kind", change.kind().kind())
            .addKeyValue("object", change.key())
            .log("object cannot be read and is left out: {}", why);
      }
    }
  }

  private static Map<String, Object> members(GenericKubernetesResource object) {
    ObjectMeta meta = object.getMetadata();
    Map<String, Object> metadata = new HashMap<>();
    metadata.put("name", meta.getName());
    metadata.put("namespace", meta.getNamespace());
    metadata.put("labels", meta.getLabels());
    metadata.put("annotations", meta.getAnnotations());
    metadata.put("deletionTimestamp", meta.getDeletionTimestamp());
    Map<String, Object> members = new HashMap<>(object.getAdditionalProperties());
    members.put("metadata", metadata);
    return members;
  }

  /** Called on threads of the client's. */
  private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {

    private final Kind kind;

    Handler(Kind kind) {
      this.kind = kind;
    }

    @Override
    public void onAdd(GenericKubernetesResource object) {
      push(new Change(kind, key(object), ObjectReader.read(kind, members(object))));
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource object) {
      push(new Change(kind, key(object), ObjectReader.read(kind, members(object))));
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
      push(new Change(kind, key(object), null));
    }

    /** Longhorn has one namespace, so its objects go by their names. */
    private String key(GenericKubernetesResource object) {
      ObjectMeta meta = object.getMetadata();
      return kind.scope() == Kind.Scope.EVERYWHERE
          ? meta.getNamespace() + "/" + meta.getName()
          : meta.getName();
    }
  }
}
