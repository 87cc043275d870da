package io.vigie.console.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigie.console.app.ConsoleVerticle;
import io.vigie.kit.config.ConfigFile;
import io.vigie.kit.config.LoadResult;
import io.vigie.kit.config.ManagementConfig;
import io.vigie.kit.config.Secret;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.news.KafkaNews;
import io.vigie.kit.service.ServiceProcess;
import io.vigie.kit.service.ServiceSettings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The real console on any free port, with real news. */
final class ConsoleRig implements AutoCloseable {

  static final String TOKEN = "s3cret";
  static final Duration LIMIT = Duration.ofSeconds(20);

  /** Kafka's clients begin slowly on a machine that is busy. */
  private static final Duration START = Duration.ofSeconds(60);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ConsoleVerticle console;
  private final ServiceProcess process;
  private final HttpClient http = HttpClient.newHttpClient();

  private ConsoleRig(VigieConfig config, Path stateDir) throws Exception {
    ServiceSettings settings = ServiceSettings.of(config, null, "lb-1", stateDir, KafkaNews::open);
    console = new ConsoleVerticle(settings);
    process = ServiceProcess.start(settings, List.of(console));
  }

  /** Two balancers, three nodes, a pool, a frontend and a VIP; and further top-level keys. */
  static ConsoleRig start(String bootstrap, Path stateDir, String more, Map<String, Integer> others)
      throws Exception {
    String yaml =
        """
        cluster: homelab
        kafka: { bootstrap: ["%s"] }
        nodes:
          k3s-1: { address: 192.168.1.103 }
          k3s-2: { address: 192.168.1.104 }
          k3s-3: { address: 192.168.1.105 }
        balancers:
          lb-1: { address: 127.0.0.1 }
          lb-2: { address: 127.0.0.2 }
        checks: { traefik: { type: tcp, port: 443 } }
        pools: { traefik: { port: 443, servers: all, check: traefik } }
        frontends: { https: { listen: ":8443", pool: traefik } }
        vips: { main: { addresses: [192.168.1.8/24], interface: eth0, vrid: 51 } }
        """
            .formatted(bootstrap);
    VigieConfig config =
        switch (ConfigFile.parse(yaml + more, Path.of("test.yaml"), Map.of())) {
          case LoadResult.Loaded loaded -> loaded.config();
          case LoadResult.Broken broken -> throw new IllegalArgumentException("" + broken);
        };
    return new ConsoleRig(managed(config, others), stateDir);
  }

  /** The same with a management port that is free; read, as 0 is none to write in a file. */
  private static VigieConfig managed(VigieConfig config, Map<String, Integer> others)
      throws ReflectiveOperationException {
    Map<String, Integer> ports = new TreeMap<>(others);
    ports.put("console", 0);
    RecordComponent[] components = VigieConfig.class.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] =
          types[i] == ManagementConfig.class
              ? new ManagementConfig("127.0.0.1", ports, new Secret(TOKEN))
              : components[i].getAccessor().invoke(config);
    }
    return VigieConfig.class.getConstructor(types).newInstance(values);
  }

  int port() {
    return console.managementPort();
  }

  URI at(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString());
  }

  JsonNode json(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = get(path);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /** The state, as soon as it is so. */
  JsonNode stateWhere(Predicate<JsonNode> isSo) {
    return Awaitility.await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> json("/v1/state"), isSo);
  }

  /** Waits until the log is read, and Kafka takes what is said. */
  ConsoleRig folded() {
    Awaitility.await()
        .atMost(START)
        .until(
            () -> json("/v1/state").path("kafka"),
            kafka -> kafka.path("folded").asBoolean() && kafka.path("connected").asBoolean());
    return this;
  }

  /** Asks for something, with the token. */
  HttpResponse<String> command(String body) throws IOException, InterruptedException {
    return post(body, Map.of("authorization", "Bearer " + TOKEN));
  }

  HttpResponse<String> post(String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at("/v1/commands"))
            .header("content-type", headers.getOrDefault("content-type", "application/json"))
            .POST(BodyPublishers.ofString(body));
    headers.forEach(
        (name, value) -> {
          if (!name.equals("content-type")) {
            request.header(name, value);
          }
        });
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofString());
  }

  @Override
  public void close() {
    process.stop();
    http.close();
  }
}
