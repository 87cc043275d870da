package io.vigie.cli.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigie.lab.DemoNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vigie lab kubernetes}, as somebody uses it who has nothing else of Vigie. */
class LabKubernetesIT {

  private static final Pattern URL = Pattern.compile("API at (http://127\\.0\\.0\\.1:\\d+)");
  private static final String VOLUMES =
      "/apis/longhorn.io/v1beta2/namespaces/longhorn-system/volumes";
  private static final String DATABASE =
      "/apis/postgresql.cnpg.io/v1/namespaces/db/clusters/pg-main";

  @TempDir Path directory;

  @Test
  void aNodeIsKilledByAnAnnotation() throws Exception {
    Path kubeconfig = directory.resolve("kubeconfig");
    try (Jvm cluster = start("--speed", "60", "--kubeconfig", kubeconfig.toString())) {
      String url = url(cluster);
      assertTrue(Files.readString(kubeconfig).contains(url));
      assertEquals(6, get(url + VOLUMES).path("items").size());
      HttpRequest kill =
          HttpRequest.newBuilder(URI.create(url + "/api/v1/nodes/k3s-2"))
              .header("Content-Type", "application/merge-patch+json")
              .method(
                  "PATCH",
                  BodyPublishers.ofString(
                      "{\"metadata\":{\"annotations\":{\"vigie.io/power\":\"off\"}}}"))
              .build();
      try (HttpClient client = HttpClient.newHttpClient()) {
        assertEquals(200, client.send(kill, BodyHandlers.discarding()).statusCode());
      }
      await()
          .atMost(Jvm.LIMIT)
          .until(
              () -> get(url + DATABASE).at("/status/currentPrimary").asText().equals("pg-main-2"));
    }
  }

  @Test
  void aNodeElsewhereIsDeadWhileNobodyListensThere() throws Exception {
    InetAddress own = InetAddress.getLoopbackAddress();
    DemoNode three = DemoNode.start("three", own, 0, 0);
    try (DemoNode one = DemoNode.start("one", own, 0, 0);
        DemoNode two = DemoNode.start("two", own, 0, 0);
        Jvm cluster =
            start(
                "--speed",
                "60",
                "--node",
                "one=127.0.0.1:" + one.http().getPort(),
                "--node",
                "three=127.0.0.1:" + three.http().getPort(),
                "--node",
                "two=127.0.0.1:" + two.http().getPort())) {
      String url = url(cluster);
      assertEquals("pg-main-1", get(url + DATABASE).at("/status/currentPrimary").asText());
      three.close(); // by name the second, which has the primary
      await()
          .atMost(Jvm.LIMIT)
          .until(
              () -> get(url + DATABASE).at("/status/currentPrimary").asText().equals("pg-main-2"));
    }
  }

  @Test
  void anEmptyOneHasTheKindsOnly() throws Exception {
    try (Jvm cluster = start("--empty")) {
      JsonNode volumes = get(url(cluster) + VOLUMES);
      assertEquals("VolumeList", volumes.path("kind").asText());
      assertEquals(0, volumes.path("items").size());
    }
  }

  private Jvm start(String... more) throws IOException {
    String[] words = new String[4 + more.length];
    System.arraycopy(new String[] {"lab", "kubernetes", "--listen", "127.0.0.1:0"}, 0, words, 0, 4);
    System.arraycopy(more, 0, words, 4, more.length);
    return Jvm.vigie(directory, "cluster", words);
  }

  private static String url(Jvm cluster) {
    cluster.says("simulated Kubernetes API at");
    Matcher found = URL.matcher(cluster.said());
    assertTrue(found.find(), cluster::said);
    return found.group(1);
  }

  private static JsonNode get(String url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
      return new ObjectMapper().readTree(client.send(request, BodyHandlers.ofString()).body());
    }
  }
}
