package io.vigie.storage.app;

import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.service.ServiceSettings;
import io.vigie.kube.read.Kind;
import io.vigie.kube.service.Watched;
import io.vigie.kube.service.WatcherVerticle;
import io.vigie.storage.core.Overview;
import io.vigie.storage.core.StorageWatch;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** storage-watcher: what a node that is down took with it, and when it is whole again. */
public final class StorageVerticle extends WatcherVerticle<StorageWatch> {

  private static final Watched WATCHED =
      new Watched(
          Topic.STORAGE,
          Set.of(
              Kind.VOLUME, Kind.ENGINE, Kind.REPLICA, Kind.STORAGE_NODE, Kind.SETTING, Kind.NODE),
          Set.of(),
          Set.of());

  private @Nullable StorageMetrics metrics;

  /** The service, to be deployed once. */
  public StorageVerticle(ServiceSettings settings) {
    super(ServiceName.STORAGE, settings, WATCHED, new StorageWatch(ids()));
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
