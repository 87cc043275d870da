package io.vigie.kit.service;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.news.News;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a process knows before its services start.
 *
 * @param config the configuration, valid
 * @param configFile where it came from; null if it came from no file
 * @param host who we are: a name under {@code balancers}
 * @param stateDir where services keep what must survive them, each in a directory of its own
 * @param news how a service takes part in the news
 * @param meters what {@code /metrics} shows
 */
public record ServiceSettings(
    VigieConfig config,
    @Nullable Path configFile,
    String host,
    Path stateDir,
    News.Factory news,
    PrometheusMeterRegistry meters) {

  /** Settings with meters of their own. */
  public static ServiceSettings of(
      VigieConfig config,
      @Nullable Path configFile,
      String host,
      Path stateDir,
      News.Factory news) {
    return new ServiceSettings(
        config,
        configFile,
        host,
        stateDir,
        news,
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }
}
