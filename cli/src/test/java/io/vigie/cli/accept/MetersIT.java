package io.vigie.cli.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.kit.config.ConfigFile;
import io.vigie.kit.config.LoadResult;
import io.vigie.kit.config.VigieConfig;
import io.vigie.lab.lan.Namespaces;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What dashboard and rules ask for is what running services export. */
@Timeout(180)
class MetersIT {

  private static final Pattern NAME = Pattern.compile("(?m)^([a-z][a-z0-9_]*)[{ ]");

  @TempDir Path directory;

  @Test
  void everyMetricOfDashboardAndRulesIsExported() throws Exception {
    boolean whole = Namespaces.obstacle("ip", "xargs").isEmpty();
    Set<String> wanted =
        Dashboards.metrics(
            Stream.concat(Dashboards.queries().stream(), Dashboards.rules().stream()).toList());
    assertTrue(wanted.size() > 40, wanted::toString);
    if (!whole) { // nobody elects, and a process of several services does not reload
      wanted.removeIf(name -> name.startsWith("vigie_vrrp_") || name.startsWith("vigie_notify_"));
    }
    String[] words = // slow enough to see a rebuild while it lasts
        whole
            ? new String[] {"up", "--speed", "10"}
            : new String[] {"up", "--loopback", "--speed", "10"};
    try (Jvm up = Jvm.vigie(directory, "up", words)) {
      up.says("What happens");
      Optional<Leftovers> leftovers = whole ? Optional.of(Leftovers.of(up)) : Optional.empty();
      Path file = directory.resolve("state").resolve("demo.yaml");
      Files.writeString(
          file,
          "notify: { nobody: { type: exec, command: [/bin/true] } }\n",
          StandardOpenOption.APPEND);
      VigieConfig config = config(file);
      vigie("kill", "lab", "kill", "k3s-2"); // of what is only there in trouble
      up.says("node k3s-2 down");
      vigie("start", "lab", "start", "k3s-2");
      Set<String> missing = new TreeSet<>(wanted);
      await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(
              () -> {
                missing.removeAll(exported(config));
                assertEquals(Set.of(), missing);
              });
      assertEquals(0, up.stop(), up::said);
      leftovers.ifPresent(Leftovers::awaitNone);
    }
  }

  private static VigieConfig config(Path file) throws IOException {
    LoadResult result = ConfigFile.load(file, Map.of());
    if (result instanceof LoadResult.Loaded(VigieConfig config, List<?> _)) {
      return config;
    }
    throw new AssertionError(result.toString());
  }

  /** By any service of any balancer. */
  private static Set<String> exported(VigieConfig config) throws InterruptedException {
    Set<String> names = new TreeSet<>();
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
      for (var balancer : config.balancers().values()) {
        for (int port : config.management().ports().values()) {
          URI uri = URI.create("http://" + balancer.address() + ":" + port + "/metrics");
          try {
            String text =
                client
                    .send(
                        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build(),
                        BodyHandlers.ofString())
                    .body();
            NAME.matcher(text).results().forEach(found -> names.add(found.group(1)));
          } catch (IOException e) {
            // no such service there; what only it exports stays missing
          }
        }
      }
    }
    return names;
  }

  private void vigie(String name, String... args) throws Exception {
    try (Jvm command = Jvm.vigie(directory, name, args)) {
      assertTrue(command.process().waitFor(Jvm.LIMIT.toSeconds(), TimeUnit.SECONDS));
      assertEquals(0, command.process().exitValue(), command::said);
    }
  }
}
