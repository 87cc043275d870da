package io.vigie.testkit.accept;

import io.vigie.sim.cluster.Yaml;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Writes to a Kubernetes API, as another client than ours. */
public interface ApiWriter {

  /**
   * POST of an object, or PATCH by merging it.
   *
   * @throws AssertionError if it was not accepted
   */
  void send(String method, String path, String json);

  /** Makes an object. */
  default void post(String path, String yaml) {
    send("POST", path, json(yaml));
  }

  /** Merges a change into an object, or into its status where the path says so. */
  default void patch(String path, String yaml) {
    send("PATCH", path, json(yaml));
  }

  /** Writes over HTTP, as a program does. */
  static ApiWriter http(String url) {
    return new Http(HttpClient.newHttpClient(), url);
  }

  private static String json(String yaml) {
    return Yaml.read(yaml).getFirst().toString();
  }

  /** One connection to the API server. */
  record Http(HttpClient http, String url) implements ApiWriter {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Override
    public void send(String method, String path, String body) {
      String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + path))
              .timeout(LIMIT)
              .header("Content-Type", type)
              .method(method, BodyPublishers.ofString(body))
              .build();
      try {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
          throw new AssertionError(method + " " + path + " " + body + ": " + answer.body());
        }
      } catch (IOException e) {
        throw new AssertionError(method + " " + path, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }
}
