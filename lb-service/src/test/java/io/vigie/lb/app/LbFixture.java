package io.vigie.lb.app;

import io.vigie.kit.config.ConfigFile;
import io.vigie.kit.config.FrontendConfig;
import io.vigie.kit.config.LoadResult;
import io.vigie.kit.config.ManagementConfig;
import io.vigie.kit.config.Secret;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.news.News;
import io.vigie.kit.service.ServiceProcess;
import io.vigie.kit.service.ServiceSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The real service with the real engine on any free ports, its news by hand. */
final class LbFixture implements AutoCloseable {

  static final String TOKEN = "s3cret";

  final HandNews news = new HandNews();
  final LbVerticle lb;
  private final ServiceProcess process;
  private final HttpClient http = HttpClient.newHttpClient();

  LbFixture(VigieConfig config, Path stateDir) throws Exception {
    this(config, stateDir, null);
  }

  /** With other news than those by hand. */
  LbFixture(VigieConfig config, Path stateDir, News.@Nullable Factory other) throws Exception {
    News.Factory factory = other == null ? news.factory() : other;
    ServiceSettings settings = ServiceSettings.of(config, null, "lb-1", stateDir, factory);
    lb = new LbVerticle(settings);
    process = ServiceProcess.start(settings, List.of(lb));
  }

  /** One frontend {@code web} to one pool {@code web} of these backends, on any port. */
  static VigieConfig config(List<Backend> backends, String pool) {
    return config(backends, pool, "");
  }

  /** The same, with further top-level keys. */
  static VigieConfig config(List<Backend> backends, String pool, String more) {
    StringBuilder yaml = new StringBuilder("cluster: test\nnodes:\n");
    for (Backend b : backends) {
      yaml.append("  ").append(b.name).append(": { address: ").append(b.host()).append(" }\n");
    }
    yaml.append("balancers: { lb-1: { address: 127.0.0.1 } }\n");
    yaml.append("kafka: { bootstrap: [\"127.0.0.1:1\"] }\n");
    yaml.append("pools:\n  web:\n    port: 1\n    servers:\n");
    for (Backend b : backends) {
      yaml.append("      ").append(b.name).append(": { port: ").append(b.port()).append(" }\n");
    }
    yaml.append(pool.indent(4));
    yaml.append("frontends:\n  web: { listen: \"127.0.0.1:1\", pool: web }\n");
    yaml.append(more);
    return parse(yaml.toString(), Map.of());
  }

  /**
   * A configuration whose frontends and management listen on any port.
   *
   * @param others management ports of services that are followed
   */
  static VigieConfig parse(String yaml, Map<String, Integer> others) {
    return switch (ConfigFile.parse(yaml, Path.of("test.yaml"), Map.of())) {
      case LoadResult.Loaded loaded -> anyPorts(loaded.config(), others);
      case LoadResult.Broken broken ->
          throw new IllegalArgumentException(broken.problems() + "\n" + yaml);
    };
  }

  private static VigieConfig anyPorts(VigieConfig c, Map<String, Integer> others) {
    Map<String, Integer> ports = new LinkedHashMap<>(others);
    ports.put("lb", 0);
    VigieConfig managed =
        new VigieConfig(
            c.cluster(),
            c.kafka(),
            c.hosts(),
            c.nodes(),
            c.balancers(),
            c.gateway(),
            c.checks(),
            c.pools(),
            c.frontends(),
            c.engine(),
            c.damping(),
            c.vips(),
            c.syncGroups(),
            c.availability(),
            c.kubernetes(),
            new ManagementConfig("127.0.0.1", ports, new Secret(TOKEN)),
            c.targets());
    return frontends(
        managed,
        old -> {
          Map<String, FrontendConfig> next = new LinkedHashMap<>();
          old.forEach((name, f) -> next.put(name, listen(f, "127.0.0.1:0")));
          return next;
        });
  }

  static VigieConfig frontends(VigieConfig c, UnaryOperator<Map<String, FrontendConfig>> change) {
    return new VigieConfig(
        c.cluster(),
        c.kafka(),
        c.hosts(),
        c.nodes(),
        c.balancers(),
        c.gateway(),
        c.checks(),
        c.pools(),
        change.apply(c.frontends()),
        c.engine(),
        c.damping(),
        c.vips(),
        c.syncGroups(),
        c.availability(),
        c.kubernetes(),
        c.management(),
        c.targets());
  }

  static FrontendConfig listen(FrontendConfig f, String listen) {
    return new FrontendConfig(
        listen,
        f.mode(),
        f.masquerade(),
        f.pool(),
        f.routes(),
        f.acceptProxy(),
        f.allow(),
        f.deny(),
        f.maxConnections(),
        f.maxConnectionsPerSource(),
        f.bufferBytes(),
        f.timeouts());
  }

  int port(String frontend) throws Exception {
    String state = get("/v1/state");
    String before = "\"" + frontend + "\":\"";
    int from = state.indexOf(before) + before.length();
    String address = state.substring(from, state.indexOf('"', from));
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** A new connection: the name of the server that answered. */
  String ask(int port) throws IOException {
    try (Client client = client(port)) {
      return client.name;
    }
  }

  Client client(int port) throws IOException {
    return client("127.0.0.1", port);
  }

  Client client(String address, int port) throws IOException {
    return new Client(new InetSocketAddress(address, port));
  }

  String get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).build()).body();
  }

  HttpResponse<String> command(String json) throws Exception {
    return send(
        HttpRequest.newBuilder(uri("/v1/commands"))
            .header("authorization", "Bearer " + TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + lb.managementPort() + path);
  }

  void reload(VigieConfig next) throws Exception {
    process.reload(next).await(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    http.close();
    process.stop();
  }

  /** A client that has its server. */
  static final class Client implements AutoCloseable {
    final String name;
    final Socket socket = new Socket();
    private final BufferedReader in;

    private Client(InetSocketAddress frontend) throws IOException {
      socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
      socket.connect(frontend, 10_000);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String line = in.readLine();
      name = line == null ? "<closed>" : line;
    }

    String echo(String line) throws IOException {
      socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      return String.valueOf(in.readLine());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
