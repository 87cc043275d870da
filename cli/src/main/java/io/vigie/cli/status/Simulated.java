package io.vigie.cli.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigie.kit.config.KubernetesConfig;
import io.vigie.kit.config.VigieConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** What of an installation is only played. */
final class Simulated {

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private Simulated() {}

  /** Asks the API server who it is: the simulated one says so, and talks to everybody. */
  static List<String> parts(VigieConfig config) {
    KubernetesConfig kubernetes = config.kubernetes();
    if (kubernetes == null) {
      return List.of();
    }
    String server = kubernetes.servers().getFirst();
    return server.startsWith("http://") && version(server).contains("simulated")
        ? List.of("Kubernetes, Longhorn and CloudNativePG are SIMULATED, at " + server)
        : List.of();
  }

  private static String version(String server) {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server + "/version")).timeout(PATIENCE).build();
      String body = client.send(request, BodyHandlers.ofString()).body();
      return JSON.readTree(body).path("gitVersion").asText();
    } catch (IOException | IllegalArgumentException e) {
      return ""; // who does not answer says nothing of the kind
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
