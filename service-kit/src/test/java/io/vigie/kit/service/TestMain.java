package io.vigie.kit.service;

import io.vigie.kit.config.ServiceName;
import io.vigie.kit.news.MemoryNews;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process with two services that do nothing: {@code TestMain STATE_DIR HEALTH_PORT LB_PORT}. */
final class TestMain {

  private TestMain() {}

  public static void main(String[] arguments) {
    ServiceSettings settings =
        ServiceSettings.of(
            TestConfig.of(
                "one",
                Map.of(
                    "health", Integer.valueOf(arguments[1]), "lb", Integer.valueOf(arguments[2])),
                null),
            null,
            "lb-1",
            Path.of(arguments[0]),
            MemoryNews.factory());
    System.exit(
        ServiceProcess.run(
            settings,
            List.of(
                new TestService(ServiceName.HEALTH, settings),
                new TestService(ServiceName.LB, settings))));
  }
}
