package io.vigie.sim.cluster;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.ObjectStore;
import io.vigie.sim.store.Objects.Deletion;
import io.vigie.sim.store.Part;
import io.vigie.sim.store.Stored;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is written, it is stored by the rules or refused: nothing throws. */
class AnythingSimTest {

  private static final int RUNS = Integer.getInteger("vigie.runs", 300);
  private static final int STEPS = 40;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<JsonNode> SEEDS =
      List.of(
          yaml(
              """
              apiVersion: example.org/v1
              kind: Thing
              metadata: { name: a, namespace: default, labels: { x: y }, finalizers: [f] }
              spec: { n: 1, list: [ { k: 1 }, { k: 2 } ], map: { a: b } }
              status: { m: 1, conditions: [ { type: Ready, status: "True" } ] }
              """),
          yaml(
              """
              apiVersion: v1
              kind: Node
              metadata: { name: a, annotations: { x: y } }
              spec: { taints: [ { key: k, effect: e } ], unschedulable: true }
              status: { conditions: [ { type: Ready, status: "True" } ] }
              """),
          yaml(
              """
              apiVersion: apiextensions.k8s.io/v1
              kind: CustomResourceDefinition
              metadata: { name: things.example.org }
              spec:
                group: example.org
                scope: Namespaced
                names: { kind: Thing, plural: things, shortNames: [t] }
                versions:
                  - name: v1
                    served: true
                    storage: true
                    subresources: { status: {} }
                    additionalPrinterColumns: [ { name: N, type: integer, jsonPath: .spec.n } ]
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec:
                            type: object
                            properties:
                              n: { type: integer, minimum: 0, default: 3 }
                              list: { type: array, items: { type: object, properties: { k: { type: integer } } } }
                              map: { type: object, additionalProperties: { type: string } }
              """),
          Json.object());

  @Test
  void nothingThrows() {
    Long only = Long.getLong("vigie.seed");
    long first = only == null ? new Random().nextLong() : only;
    for (int run = 0; run < (only == null ? RUNS : 1); run++) {
      long seed = first + run;
      try {
        run(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dvigie.seed=" + seed + ": " + e, e);
      }
    }
  }

  private static void run(Random random) {
    ObjectStore store = new ObjectStore(100, 1 << 20);
    Cluster cluster =
        new Cluster(
            store,
            InstantSource.fixed(Instant.EPOCH),
            () -> Long.toHexString(random.nextLong() | 1L << 62));
    cluster.put((ObjectNode) SEEDS.get(2).deepCopy());
    for (int i = 0; i < STEPS; i++) {
      act(cluster, random);
      for (Stored stored : store.everything()) {
        ObjectNode object = stored.read();
        assertEquals(stored.key().name(), object.at("/metadata/name").asText());
        assertFalse(stored.uid().isEmpty());
        assertEquals(
            Long.toString(stored.version()), object.at("/metadata/resourceVersion").asText());
      }
    }
  }

  private static void act(Cluster cluster, Random random) {
    List<ResourceType> types = cluster.types().all();
    ResourceType type = types.get(random.nextInt(types.size()));
    TypeVersion version = type.versions().getFirst();
    String namespace = type.namespaced() ? "default" : "";
    String name = type.kind().equals("CustomResourceDefinition") ? "things.example.org" : "a";
    Target target = new Target(type, version, namespace, name);
    JsonNode body = mutated(SEEDS.get(random.nextInt(SEEDS.size())).deepCopy(), random);
    if (body instanceof ObjectNode object && random.nextBoolean()) {
      object.put("apiVersion", target.apiVersion()).put("kind", type.kind());
    }
    Part part = random.nextInt(3) == 0 ? Part.STATUS : Part.MAIN;
    Unknown unknown = random.nextInt(3) == 0 ? Unknown.STRICT : Unknown.WARN;
    switch (random.nextInt(9)) {
      case 0, 1, 2 -> {
        if (body instanceof ObjectNode object) {
          cluster.create(new Target(type, version, namespace, ""), object, unknown);
        }
      }
      case 3 -> {
        if (body instanceof ObjectNode object) {
          cluster.replace(target, object, part, unknown);
        }
      }
      case 4 -> cluster.patch(target, new Patch.Merge(body), part, unknown);
      case 5 -> cluster.patch(target, new Patch.Strategic(body), part, unknown);
      case 6 -> cluster.patch(target, new Patch.Apply(body), part, unknown);
      case 7 -> cluster.patch(target, new Patch.Steps(steps(random)), part, unknown);
      default -> cluster.delete(target, new Deletion("", "", random.nextBoolean()));
    }
  }

  private static JsonNode steps(Random random) {
    ArrayNode steps = NODES.arrayNode();
    List<String> operations = List.of("add", "remove", "replace", "move", "copy", "test");
    List<String> paths =
        List.of("", "/metadata", "/metadata/name", "/spec/list/0", "/spec/-", "/status", "/a/b");
    for (int i = 0; i < 3; i++) {
      steps
          .addObject()
          .put("op", operations.get(random.nextInt(operations.size())))
          .put("path", paths.get(random.nextInt(paths.size())))
          .put("from", paths.get(random.nextInt(paths.size())))
          .set("value", value(random));
    }
    return steps;
  }

  /** It with a few of its members replaced, removed or doubled. */
  private static JsonNode mutated(JsonNode whole, Random random) {
    for (int i = random.nextInt(4); i > 0; i--) {
      List<JsonNode> containers = new ArrayList<>();
      collect(whole, containers);
      JsonNode some = containers.get(random.nextInt(containers.size()));
      if (some instanceof ObjectNode object && !object.isEmpty()) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(3)) {
          case 0 -> object.remove(name);
          case 1 -> object.set(name, value(random));
          default -> object.set("$patch", NODES.textNode(random.nextBoolean() ? "delete" : "x"));
        }
      } else if (some instanceof ArrayNode list) {
        list.add(value(random));
      }
    }
    return whole;
  }

  private static void collect(JsonNode node, List<JsonNode> into) {
    if (node.isContainerNode()) {
      into.add(node);
      node.forEach(child -> collect(child, into));
    }
  }

  private static JsonNode value(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.numberNode(random.nextInt(5) - 2);
      case 2 -> NODES.numberNode(1.5);
      case 3 -> NODES.textNode(random.nextBoolean() ? "a" : "");
      case 4 -> NODES.booleanNode(random.nextBoolean());
      case 5 -> NODES.arrayNode().add(1).add("x").addNull();
      case 6 -> NODES.objectNode();
      default -> NODES.objectNode().put("name", 5).set("x", NODES.arrayNode());
    };
  }

  private static JsonNode yaml(String text) {
    return requireNonNull(Yaml.read(text).getFirst());
  }
}
