package io.vigie.db.app;

import io.vigie.db.core.DbWatch;
import io.vigie.db.core.Overview;
import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.service.ServiceSettings;
import io.vigie.kube.read.Kind;
import io.vigie.kube.service.Watched;
import io.vigie.kube.service.WatcherVerticle;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** db-watcher: what a failover is, what it costs, and when a database is redundant again. */
public final class DbVerticle extends WatcherVerticle<DbWatch> {

  private static final Watched WATCHED =
      new Watched(
          Topic.DB,
          Set.of(Kind.POSTGRES, Kind.QUORUM, Kind.POD, Kind.LEASE, Kind.NODE),
          Set.of(),
          Set.of());

  private @Nullable DbMetrics metrics;

  /** The service, to be deployed once. */
  public DbVerticle(ServiceSettings settings) {
    super(ServiceName.DB, settings, WATCHED, new DbWatch(ids()));
  }

  @Override
  protected Overview picture(DbWatch mind) {
    return mind.overview();
  }

  @Override
  protected void measure(DbWatch mind) {
    DbMetrics shown = metrics;
    if (shown == null) {
      shown = new DbMetrics(meters());
      metrics = shown;
    }
    shown.show(mind.overview());
  }
}
