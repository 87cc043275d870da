package io.vigie.storage.app;

import io.vertx.ext.web.Router;
import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.news.Heard;
import io.vigie.kit.service.ServiceSettings;
import io.vigie.kube.read.Kind;
import io.vigie.kube.service.Watched;
import io.vigie.kube.service.WatcherVerticle;
import io.vigie.storage.core.Overview;
import io.vigie.storage.core.StorageWatch;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * storage-watcher: what a node that is down took with it, and when it is whole again; and whether
 * one may be taken down.
 */
public final class StorageVerticle extends WatcherVerticle<StorageWatch> {

  private static final Watched WATCHED =
      new Watched(
          Topic.STORAGE,
          Set.of(
              Kind.VOLUME, Kind.ENGINE, Kind.REPLICA, Kind.STORAGE_NODE, Kind.SETTING, Kind.NODE),
          Set.of(Kind.INSTANCE_MANAGER, Kind.POD, Kind.BUDGET, Kind.POSTGRES, Kind.QUORUM),
          Set.of(Topic.LB, Topic.VRRP));

  private final SafeDesk desk;

  private @Nullable StorageMetrics metrics;

  /** The service, to be deployed once. */
  public StorageVerticle(ServiceSettings settings) {
    this(settings, new StorageWatch(ids()));
  }

  private StorageVerticle(ServiceSettings settings, StorageWatch mind) {
    super(ServiceName.STORAGE, settings, WATCHED, mind);
    desk = new SafeDesk(settings.host(), mind.picture());
  }

  @Override
  protected Set<ServiceName> links() {
    return configuration().vips().isEmpty()
        ? Set.of(ServiceName.HEALTH, ServiceName.LB)
        : Set.of(ServiceName.HEALTH, ServiceName.LB, ServiceName.VRRP);
  }

  @Override
  protected void routes(Router router) {
    router
        .get("/v1/safe/:node")
        .handler(request -> desk.answer(request, configuration(), contact()));
  }

  @Override
  protected void heard(Heard news) {
    desk.heard(news);
  }

  @Override
  protected void linkAlive(String service) {
    desk.linkAlive(service);
  }

  @Override
  protected void linkLost(String service) {
    desk.linkLost(service);
  }

  @Override
  protected Overview picture(StorageWatch mind) {
    return mind.overview();
  }

  @Override
  protected void measure(StorageWatch mind) {
    StorageMetrics shown = metrics;
    if (shown == null) {
      shown = new StorageMetrics(meters());
      metrics = shown;
    }
    shown.show(mind.overview());
  }
}
