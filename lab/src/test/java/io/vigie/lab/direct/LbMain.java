package io.vigie.lab.direct;

import io.vigie.health.app.HealthVerticle;
import io.vigie.kit.config.ConfigFile;
import io.vigie.kit.config.LoadResult.Broken;
import io.vigie.kit.config.LoadResult.Loaded;
import io.vigie.kit.news.KafkaNews;
import io.vigie.kit.service.ServiceProcess;
import io.vigie.kit.service.ServiceSettings;
import io.vigie.lb.app.LbVerticle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** lb-service and its observer as a process: {@code LbMain CONFIG HOST STATE_DIR}. */
final class LbMain {

  private LbMain() {}

  public static void main(String[] arguments) {
    Path file = Path.of(arguments[0]);
    switch (ConfigFile.load(file, Map.of())) {
      case Loaded(var config, _) -> {
        ServiceSettings settings =
            ServiceSettings.of(config, file, arguments[1], Path.of(arguments[2]), KafkaNews::open);
        System.exit(
            ServiceProcess.run(
                settings, List.of(new HealthVerticle(settings), new LbVerticle(settings))));
      }
      case Broken(var problems) -> {
        problems.forEach(System.err::println);
        System.exit(2);
      }
    }
  }
}
