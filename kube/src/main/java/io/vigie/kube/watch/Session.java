package io.vigie.kube.watch;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vigie.kit.config.KubernetesConfig;
import io.vigie.kube.read.Kind;
import io.vigie.kube.read.ObjectReader;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client and its informers. Kinds are listed one after the other, in small pages: each page is
 * a tree in memory before it is read.
 *
 * <p>Thread rule: any thread; {@link #ask} and {@link #close} wait. Parsing happens on threads of
 * its own, so that no service's event loop stands still for it.
 */
final class Session {

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final long PAGE = 100;
  private static final int ASK_MILLIS = 2_000;

  /** The least HTTP status that says that the server itself is not well. */
  static final int LEAST_FAULT = 500;

  private final Consumer<Change> changes;
  private final Servers servers;
  private final Vertx vertx;
  private final KubernetesClient client;
  private final Queue<Kind> waiting;
  private final Map<Kind, Stubs> stubs = new ConcurrentHashMap<>();
  private final Map<Kind, SharedIndexInformer<GenericKubernetesResource>> informers =
      new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * Opened; nothing is asked yet.
   *
   * @throws IllegalArgumentException if the kubeconfig cannot be used, with what is wrong
   */
  Session(KubernetesConfig config, Set<Kind> kinds, Consumer<Change> changes) {
    this.changes = changes;
    this.servers = new Servers(config.servers().stream().map(URI::create).toList());
    this.waiting = new ConcurrentLinkedQueue<>(kinds.stream().sorted().toList());
    this.vertx = threads();
    try {
      this.client = Clients.open(vertx, config, servers);
    } catch (RuntimeException e) {
      vertx.close();
      throw e;
    }
  }

  /** Threads of its own; made on a thread of nobody's, lest Vert.x take it for a mistake. */
  private static Vertx threads() {
    VertxOptions few =
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setFileSystemOptions(new FileSystemOptions().setClassPathResolvingEnabled(false))
            .setUseDaemonThread(true);
    return CompletableFuture.supplyAsync(
            () -> Vertx.vertx(few), command -> Thread.ofPlatform().daemon().start(command))
        .join();
  }

  /** Begins with the first kind; the next one follows when that is done, or cannot be. */
  void start() {
    Kind kind = closed ? null : waiting.poll();
    if (kind == null) {
      return;
    }
    AtomicBoolean first = new AtomicBoolean(true);
    Runnable next =
        () -> {
          if (first.getAndSet(false)) {
            start();
          }
        };
    SharedIndexInformer<GenericKubernetesResource> informer = informer(kind, next);
    informers.put(kind, informer);
    informer.start().whenComplete((_, _) -> next.run());
    if (closed) {
      informer.stop();
    }
  }

  private SharedIndexInformer<GenericKubernetesResource> informer(Kind kind, Runnable next) {
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
    Stubs store = new Stubs();
    stubs.put(kind, store);
    return some.runnableInformer(0)
        .removeNamespaceIndex()
        .itemStore(store)
        .exceptionHandler(
            (_, failure) -> {
              changes.accept(failed(kind, failure));
              next.run();
              return true; // it is always tried again
            })
        .addEventHandler(new Handler(kind));
  }

  private static Change failed(Kind kind, Throwable failure) {
    LOG.debug("watch of {} failed", kind.plural(), failure);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException e && e.getCode() != 0) {
        String message =
            e.getStatus() != null && e.getStatus().getMessage() != null
                ? e.getStatus().getMessage()
                : String.valueOf(e.getMessage());
        return new Change.Failed(kind, e.getCode(), e.getCode() + " " + message);
      }
    }
    return new Change.Failed(kind, 0, String.valueOf(failure.getMessage()));
  }

  /**
   * Whether any server is there and well; requests go to that one from now on. Waits for the
   * answers.
   */
  boolean ask() {
    for (int i = 0; i < servers.count(); i++) {
      URI server = servers.current();
      if (isWell(server)) {
        return true;
      }
      servers.leave(server);
    }
    return false;
  }

  private boolean isWell(URI server) {
    HttpClient http = client.getHttpClient();
    HttpRequest request =
        http.newHttpRequestBuilder()
            .uri(server.resolve("/readyz"))
            .timeout(ASK_MILLIS, TimeUnit.MILLISECONDS)
            .build();
    try {
      HttpResponse<String> answer =
          http.sendAsync(request, String.class).get(2L * ASK_MILLIS, TimeUnit.MILLISECONDS);
      return answer.code() < LEAST_FAULT; // who refuses is there
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      LOG.debug("{} is not well", server, e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether changes of a kind arrive as they happen. */
  boolean isWatching(Kind kind) {
    SharedIndexInformer<GenericKubernetesResource> informer = informers.get(kind);
    return informer != null && informer.isWatching();
  }

  /** Whether an object is among the last ones listed or watched. */
  boolean has(Kind kind, String key) {
    Stubs store = stubs.get(kind);
    String whole = kind.scope() == Kind.Scope.LONGHORN ? Kind.LONGHORN_NAMESPACE + "/" + key : key;
    return store != null && store.has(whole);
  }

  /** Where requests go now. */
  String server() {
    return servers.current().toString();
  }

  /** Ends it. Waits. */
  void close() {
    closed = true;
    waiting.clear();
    informers.values().forEach(SharedIndexInformer::stop);
    client.close();
    vertx.close();
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
      changes.accept(new Change.Seen(kind, key(object), ObjectReader.read(kind, members(object))));
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource object) {
      onAdd(object);
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
      changes.accept(new Change.Gone(kind, key(object)));
    }

    /** After all additions, changes and deletions that the list has brought. */
    @Override
    public void onList(String resourceVersion, boolean remainedEmpty) {
      changes.accept(new Change.Listed(kind));
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
