package io.vigie.testkit.accept;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.cluster.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes by the program kubectl. That of Debian 12 knows no {@code --subresource}, so a change is
 * read, merged and written back.
 *
 * @param url of the API server
 * @param cache a directory for what kubectl keeps
 */
public record Kubectl(String url, Path cache) implements ApiWriter {

  private static final Path PROGRAM = Path.of("/usr/bin/kubectl");

  /** The same; skips the test where there is no kubectl. */
  public static Kubectl orSkip(String url, Path cache) {
    assumeTrue(Files.isExecutable(PROGRAM), "no kubectl; on Debian: kubernetes-client");
    return new Kubectl(url, cache);
  }

  @Override
  public void send(String method, String path, String json) {
    if (method.equals("POST")) {
      run(json, "create", "--raw", path, "-f", "-");
      return;
    }
    ObjectNode object = object(run("", "get", "--raw", path.replaceAll("/status$", "")));
    merge(object, object(json));
    run(object.toString(), "replace", "--raw", path, "-f", "-");
  }

  private static ObjectNode object(String json) {
    return Yaml.read(json).getFirst();
  }

  /** RFC 7386, as far as these changes go. */
  private static void merge(ObjectNode into, JsonNode changes) {
    changes
        .properties()
        .forEach(
            change -> {
              if (change.getValue().isNull()) {
                into.remove(change.getKey());
              } else if (change.getValue().isObject()
                  && into.get(change.getKey()) instanceof ObjectNode inner) {
                merge(inner, change.getValue());
              } else {
                into.set(change.getKey(), change.getValue());
              }
            });
  }

  private String run(String input, String... words) {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "--server", url));
    command.addAll(List.of("--cache-dir", cache.toString(), "--kubeconfig", "/dev/null"));
    command.addAll(List.of(words));
    try {
      Process kubectl = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (var out = kubectl.outputWriter(StandardCharsets.UTF_8)) {
        out.write(input);
      }
      String said = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (kubectl.waitFor() != 0) {
        throw new AssertionError(command + " " + input + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new AssertionError(command.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
