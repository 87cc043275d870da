package io.vigie.sim.api;

import static io.vigie.sim.api.Client.next;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed comes back as it was. */
@Timeout(120)
class RestartIT {

  private static final String NODES = "/api/v1/nodes";

  @TempDir private Path directory;

  @Test
  void whatWasAnsweredOutlivesASigkill() throws Exception {
    Process first = server(0);
    String url = url(first);
    String before;
    try (Client client = new Client(url)) {
      for (String name : List.of("a", "b", "c")) {
        assertEquals(201, client.post(NODES, "{'metadata':{'name':'" + name + "'}}").code());
      }
      client.delete(NODES + "/b");
      before = client.get(NODES).json().toString();
    } finally {
      kill(first);
    }
    Path state = directory.resolve("state");
    Files.writeString(state, "{\"version\":99,\"gro", StandardOpenOption.APPEND); // torn
    int port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    Process second = server(port);
    try (Client client = new Client(url(second))) {
      JsonNode list = client.get(NODES).json();
      assertEquals(before, list.toString());
      long version = list.at("/metadata/resourceVersion").asLong();

      var fresh = client.watch(NODES + "?watch=1&resourceVersion=" + version);
      var late = client.watch(NODES + "?watch=1&resourceVersion=" + (version - 1));
      assertEquals(410, next(late).at("/object/code").asInt());
      JsonNode made = client.post(NODES, "{'metadata':{'name':'d'}}").json();
      assertEquals(version + 1, made.at("/metadata/resourceVersion").asLong());
      assertEquals("ADDED", next(fresh).path("type").asText());
      assertEquals(200, client.get("/apis/longhorn.io/v1beta2/volumes").code());
    } finally {
      kill(second);
    }
    assertTrue(Files.readString(directory.resolve("config")).contains(url));
  }

  private Process server(int port) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx128m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path", "")));
    command.add(KubeSimMain.class.getName());
    command.addAll(List.of("--port", Integer.toString(port)));
    command.addAll(List.of("--state", directory.resolve("state").toString()));
    command.addAll(List.of("--kubeconfig", directory.resolve("config").toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static String url(Process process) throws IOException {
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    String line = said.readLine();
    while (line != null && !line.startsWith("listening on ")) {
      line = said.readLine();
    }
    return line == null ? "" : line.substring("listening on ".length());
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertTrue(process.waitFor(10, SECONDS));
  }
}
