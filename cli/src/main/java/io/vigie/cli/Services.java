package io.vigie.cli;

import io.vigie.console.app.ConsoleVerticle;
import io.vigie.db.app.DbVerticle;
import io.vigie.health.app.HealthVerticle;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.news.KafkaNews;
import io.vigie.kit.service.ServiceProcess;
import io.vigie.kit.service.ServiceSettings;
import io.vigie.kit.service.ServiceVerticle;
import io.vigie.kit.service.StartFailure;
import io.vigie.lb.app.LbVerticle;
import io.vigie.storage.app.StorageVerticle;
import io.vigie.vrrp.app.VrrpVerticle;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The services there are. */
public final class Services {

  /** Those that this version has. */
  public static final List<ServiceName> ALL =
      List.of(
          ServiceName.HEALTH,
          ServiceName.LB,
          ServiceName.VRRP,
          ServiceName.STORAGE,
          ServiceName.DB,
          ServiceName.CONSOLE);

  private Services() {}

  /** Those a configuration has work for. */
  public static List<ServiceName> wantedBy(VigieConfig config) {
    return ALL.stream().filter(name -> hasWork(name, config)).toList();
  }

  private static boolean hasWork(ServiceName name, VigieConfig config) {
    return switch (name) {
      case VRRP -> !config.vips().isEmpty();
      case STORAGE, DB -> config.kubernetes() != null;
      case HEALTH, LB, CONSOLE -> true;
    };
  }

  /** What a process of ours is started with. */
  public static ServiceSettings settings(
      VigieConfig config, Path file, String host, Path stateDir) {
    return ServiceSettings.of(config, file, host, stateDir, KafkaNews::open);
  }

  /**
   * The service with this brief name, such as {@code lb}.
   *
   * @throws Failure if this version has none
   */
  static ServiceName byName(String brief) {
    return ServiceName.ofBrief(brief)
        .filter(ALL::contains)
        .orElseThrow(
            () ->
                Failure.usage(
                    "no service "
                        + brief
                        + "; there are "
                        + ALL.stream().map(ServiceName::brief).collect(Collectors.joining(", "))));
  }

  /** Starts services in this process; returns when they run. */
  public static ServiceProcess start(ServiceSettings settings, List<ServiceName> names)
      throws StartFailure {
    return ServiceProcess.start(settings, verticles(settings, names));
  }

  /** The services by name, in this order. */
  static List<ServiceVerticle> verticles(ServiceSettings settings, List<ServiceName> names) {
    return names.stream().map(name -> verticle(settings, name)).toList();
  }

  private static ServiceVerticle verticle(ServiceSettings settings, ServiceName name) {
    return switch (name) {
      case HEALTH -> new HealthVerticle(settings);
      case LB -> new LbVerticle(settings);
      case VRRP -> new VrrpVerticle(settings);
      case STORAGE -> new StorageVerticle(settings);
      case DB -> new DbVerticle(settings);
      case CONSOLE -> new ConsoleVerticle(settings);
    };
  }
}
