package io.vigie.testkit.accept;

import io.vigie.kit.config.ConfigFile;
import io.vigie.kit.config.LoadResult.Broken;
import io.vigie.kit.config.LoadResult.Loaded;
import io.vigie.kit.news.KafkaNews;
import io.vigie.kit.service.ServiceProcess;
import io.vigie.kit.service.ServiceSettings;
import io.vigie.kit.service.ServiceVerticle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Services as a process: {@code ServiceMain VERTICLE[,VERTICLE...] CONFIG HOST STATE_DIR}. */
public final class ServiceMain {

  private ServiceMain() {}

  /** Runs until the process is ended. */
  @SuppressWarnings("SystemOut") // for the test that started it
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Path file = Path.of(arguments[1]);
    switch (ConfigFile.load(file, Map.of())) {
      case Loaded(var config, _) -> {
        ServiceSettings settings =
            ServiceSettings.of(config, file, arguments[2], Path.of(arguments[3]), KafkaNews::open);
        List<ServiceVerticle> services = new ArrayList<>();
        for (String name : arguments[0].split(",", -1)) {
          services.add(
              Class.forName(name)
                  .asSubclass(ServiceVerticle.class)
                  .getConstructor(ServiceSettings.class)
                  .newInstance(settings));
        }
        System.exit(ServiceProcess.run(settings, services));
      }
      case Broken(var problems) -> {
        problems.forEach(System.err::println);
        System.exit(2);
      }
    }
  }
}
