package io.vigie.cli.manage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigie.kit.config.ManagementConfig;
import io.vigie.kit.config.Secret;
import io.vigie.kit.config.ServiceName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks services of one machine over HTTP. Every call is bounded to 2 s and never throws. */
public final class Management implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ManagementConfig config;
  private final String host;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMillis(500))
          .build();

  /** The services of this configuration, on this machine. */
  public Management(ManagementConfig config) {
    this(config, here(config.bind()));
  }

  /** The same on another one. */
  public Management(ManagementConfig config, String host) {
    this.config = config;
    this.host = host;
  }

  /** What came of a question. */
  public sealed interface Reply {
    /**
     * An answer.
     *
     * @param status HTTP status
     * @param body JSON; an empty object if there was none
     */
    record Answered(int status, JsonNode body) implements Reply {}

    /**
     * No answer.
     *
     * @param why for people
     */
    record Silent(String why) implements Reply {}
  }

  /** The management port of a service: {@code http://127.0.0.1:9602}; empty if it has none. */
  public Optional<URI> base(ServiceName service) {
    return Optional.ofNullable(config.ports().get(service.brief()))
        .map(port -> URI.create("http://" + host + ":" + port));
  }

  /** Reads a path such as {@code /v1/state}. */
  public Reply get(ServiceName service, String path) {
    return base(service)
        .map(base -> send(HttpRequest.newBuilder(base.resolve(path)).timeout(LIMIT).build()))
        .orElseGet(() -> noPort(service));
  }

  /** Writes JSON to a path, with the configured token. */
  public Reply post(ServiceName service, String path, String json) {
    return base(service)
        .map(
            base -> {
              HttpRequest.Builder request =
                  HttpRequest.newBuilder(base.resolve(path))
                      .timeout(LIMIT)
                      .header("content-type", "application/json")
                      .POST(BodyPublishers.ofString(json));
              Secret token = config.token();
              if (token != null) {
                request.header("authorization", "Bearer " + token.reveal());
              }
              return send(request.build());
            })
        .orElseGet(() -> noPort(service));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private Reply send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      JsonNode body = JSON.readTree(response.body());
      return new Reply.Answered(
          response.statusCode(), body.isMissingNode() ? JSON.createObjectNode() : body);
    } catch (IOException e) {
      return new Reply.Silent(request.uri() + ": " + reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.Silent("interrupted");
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? "no connection; does the service run on this machine?" : message;
  }

  private static Reply noPort(ServiceName service) {
    return new Reply.Silent("management.ports." + service.brief() + " is not set");
  }

  private static String here(String bind) {
    return switch (bind) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::", "[::]" -> "[::1]";
      default -> bind.contains(":") ? "[" + bind + "]" : bind;
    };
  }
}
