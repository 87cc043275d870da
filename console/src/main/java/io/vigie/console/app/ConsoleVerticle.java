package io.vigie.console.app;

import io.vertx.core.Future;
import io.vigie.event.Topic;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.manage.Readiness;
import io.vigie.kit.news.Reader;
import io.vigie.kit.service.ServiceSettings;
import io.vigie.kit.service.ServiceVerticle;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** console: folds all topics into incidents and an availability ledger, and shows them. */
public final class ConsoleVerticle extends ServiceVerticle {

  private long heard;

  /** The service, to be deployed once. */
  public ConsoleVerticle(ServiceSettings settings) {
    super(ServiceName.CONSOLE, settings);
  }

  @Override
  protected Future<?> begin() {
    return Future.succeededFuture();
  }

  @Override
  protected Readiness readiness() {
    return Readiness.yes();
  }

  @Override
  protected Object state() {
    return Map.of("heard", heard);
  }

  @Override
  protected Reader reader() {
    return _ -> heard++;
  }

  @Override
  protected Set<Topic> reads() {
    Set<Topic> all = EnumSet.allOf(Topic.class);
    all.remove(Topic.TURN);
    return all;
  }

  @Override
  protected Set<ServiceName> links() {
    Set<ServiceName> links = EnumSet.of(ServiceName.HEALTH, ServiceName.LB);
    if (!configuration().vips().isEmpty()) {
      links.add(ServiceName.VRRP);
    }
    if (configuration().kubernetes() != null) {
      links.add(ServiceName.STORAGE);
      links.add(ServiceName.DB);
    }
    return links;
  }
}
