package io.vigie.console.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vigie.kit.config.ManagementConfig;
import io.vigie.kit.config.ServiceName;
import io.vigie.kit.config.VigieConfig;
import io.vigie.kit.manage.ApiProblem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the storage-watchers within reach whether a node may be taken down, as {@code vigie safe}
 * does: this machine's, and while nobody knows, those of the other balancers.
 *
 * <p>Thread rule: the service's own context.
 */
final class SafeDesk {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONNECT_MILLIS = 1_000;
  private static final int ANSWER_MILLIS = 3_000;
  private static final String UNKNOWN = "unknown";

  private final HttpClient client;
  private final Supplier<VigieConfig> config;

  SafeDesk(Vertx vertx, Supplier<VigieConfig> config) {
    this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS));
    this.config = config;
  }

  /** May it be taken down? As in openapi.yaml. */
  record Safe(
      String node,
      String verdict,
      List<Finding> findings,
      @Nullable String asOf,
      @Nullable String answeredBy) {

    boolean isYes() {
      return verdict.equals("yes");
    }
  }

  /** One reason. */
  record Finding(String area, String verdict, String text, String whatToDo) {}

  /** Asks one after the other; fails with 404 if who answers does not know the node. */
  Future<Safe> ask(String node) {
    VigieConfig now = config.get();
    if (now.kubernetes() == null) {
      return Future.succeededFuture(
          none(
              node,
              List.of("the configuration has no kubernetes: section: nobody looks at the cluster"),
              "say there where the API servers are, and run storage"));
    }
    Integer port = now.management().ports().get(ServiceName.STORAGE.brief());
    if (port == null) {
      return Future.succeededFuture(
          none(node, List.of("storage has no port"), "set management.ports.storage"));
    }
    return ask(node, new ArrayList<>(machines(now)), port, new ArrayList<>(), null);
  }

  void close() {
    client.close();
  }

  private static Set<String> machines(VigieConfig config) {
    Set<String> machines = new LinkedHashSet<>();
    ManagementConfig management = config.management();
    machines.add(management.reachableAt());
    config.balancers().values().forEach(balancer -> machines.add(balancer.address()));
    return machines;
  }

  private Future<Safe> ask(
      String node, List<String> machines, int port, List<String> silent, @Nullable Safe best) {
    if (machines.isEmpty()) {
      if (best == null && !config.get().nodes().containsKey(node)) {
        return Future.failedFuture(noNode(node, config.get()));
      }
      return Future.succeededFuture(
          best == null ? none(node, silent, "run storage on a balancer: vigie run storage") : best);
    }
    String machine = machines.removeFirst();
    return at(node, machine, port)
        .transform(
            said -> {
              if (said.failed() && said.cause() instanceof ApiProblem) {
                return Future.failedFuture(said.cause());
              }
              if (said.failed()) {
                silent.add("%s:%d: %s".formatted(machine, port, said.cause().getMessage()));
                return ask(node, machines, port, silent, best);
              }
              return said.result().verdict().equals(UNKNOWN)
                  ? ask(node, machines, port, silent, best == null ? said.result() : best)
                  : Future.succeededFuture(said.result());
            });
  }

  private Future<Safe> at(String node, String machine, int port) {
    String path = "/v1/safe/" + URLEncoder.encode(node, StandardCharsets.UTF_8).replace("+", "%20");
    return client
        .request(HttpMethod.GET, port, machine, path)
        .compose(request -> request.send())
        .compose(
            response ->
                response
                    .body()
                    .map(body -> read(node, response.statusCode(), body.toString(), machine, port)))
        .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Safe read(String node, int status, String body, String machine, int port) {
    JsonNode said;
    try {
      said = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("answers no JSON", e);
    }
    if (status == 404 && said.has("error")) {
      throw new ApiProblem(404, said.path("error").asText(), said.path("hint").asText());
    }
    if (status != 200) {
      throw new IllegalStateException(status + " " + said.path("error").asText());
    }
    List<Finding> findings = new ArrayList<>();
    said.path("findings")
        .forEach(
            f ->
                findings.add(
                    new Finding(
                        f.path("area").asText(),
                        f.path("verdict").asText(),
                        f.path("text").asText(),
                        f.path("whatToDo").asText())));
    String verdict = said.path("verdict").asText(UNKNOWN);
    boolean known = List.of("yes", "no").contains(verdict);
    return new Safe(
        node,
        known ? verdict : UNKNOWN,
        findings,
        said.path("asOf").textValue(),
        "http://%s:%d".formatted(machine.contains(":") ? "[" + machine + "]" : machine, port));
  }

  private static Safe none(String node, List<String> whys, String whatToDo) {
    return new Safe(
        node,
        UNKNOWN,
        whys.stream().map(why -> new Finding("freshness", UNKNOWN, why, whatToDo)).toList(),
        null,
        null);
  }

  /** There is no such node. */
  static ApiProblem noNode(String node, VigieConfig config) {
    return new ApiProblem(
        404, "no node " + node, "there are " + String.join(", ", config.nodes().keySet()));
  }
}
