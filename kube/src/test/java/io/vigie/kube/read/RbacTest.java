package io.vigie.kube.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.cluster.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The manifest allows what is read, and nothing else. */
class RbacTest {

  private static final Path MANIFEST = Path.of("../deploy/kubernetes/rbac.yaml");

  @Test
  void exactlyTheKindsThatAreReadMayBeRead() throws IOException {
    Set<String> allowed = new TreeSet<>();
    for (ObjectNode object : Yaml.read(Files.readString(MANIFEST))) {
      for (JsonNode rule : object.path("rules")) {
        assertEquals("[\"get\",\"list\",\"watch\"]", rule.path("verbs").toString());
        for (JsonNode resource : rule.path("resources")) {
          allowed.add(resource.asText() + "." + rule.path("apiGroups").path(0).asText());
        }
      }
    }
    Set<String> read =
        Arrays.stream(Kind.values())
            .map(kind -> kind.plural() + "." + kind.group())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(read, allowed);
  }
}
