package io.vigie.sim.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.cluster.Cluster;
import io.vigie.sim.cluster.Yaml;
import io.vigie.sim.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The kinds of Longhorn and CloudNativePG, as far as Vigie reads them. */
final class Operators {

  private static final List<String> FILES = List.of("longhorn.yaml", "cnpg.yaml");
  private static final List<String> NAMESPACES = List.of("longhorn-system", "cnpg-system");

  private Operators() {}

  /** Puts them there. */
  static void install(Cluster cluster) {
    FILES.forEach(file -> Yaml.read(text(file)).forEach(cluster::put));
    for (String name : NAMESPACES) {
      ObjectNode namespace = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
      namespace.putObject("metadata").put("name", name);
      cluster.put(namespace);
    }
  }

  private static String text(String file) {
    try (InputStream in = Operators.class.getResourceAsStream("/io/vigie/sim/crds/" + file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
