package io.vigie.sim.cluster;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.store.ObjectKey;
import io.vigie.sim.store.ObjectStore;
import io.vigie.sim.store.Objects.Deletion;
import io.vigie.sim.store.Outcome;
import io.vigie.sim.store.Part;
import io.vigie.sim.store.Refusal;
import io.vigie.sim.store.Resource;
import io.vigie.sim.store.Stored;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterTest {

  private static final Resource THINGS = new Resource("example.org", "things");
  private static final String DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: { name: things.example.org }
      spec:
        group: example.org
        scope: Namespaced
        names: { kind: Thing, plural: things }
        versions:
          - name: v1
            served: true
            storage: true
            subresources: { status: {} }
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec: { type: object, properties: { n: { type: integer } } }
                  status: { type: object, properties: { m: { type: integer } } }
          - name: v0
            served: true
            storage: false
            subresources: { status: {} }
      """;

  private final ObjectStore store = new ObjectStore(1_000, 1 << 20);
  private final Cluster cluster =
      new Cluster(
          store,
          InstantSource.fixed(Instant.parse("2026-07-02T08:11:04Z")),
          () -> UUID.randomUUID().toString());

  @BeforeEach
  void define() {
    cluster.put(yaml(DEFINITION));
  }

  @Test
  void aDefinitionMakesAKindAtOnce() {
    ResourceType type = requireNonNull(cluster.types().at(THINGS));
    assertEquals("thing", type.singular());
    assertEquals(List.of("v1", "v0"), type.versions().stream().map(TypeVersion::name).toList());
    Stored stored =
        requireNonNull(
            store.get(
                new ObjectKey(
                    new Resource("apiextensions.k8s.io", "customresourcedefinitions"),
                    "",
                    "things.example.org")));
    assertEquals("True", stored.read().at("/status/conditions/1/status").asText());
    assertEquals("ThingList", stored.read().at("/status/acceptedNames/listKind").asText());
  }

  @Test
  void aDefinitionTakesItsObjectsAlong() {
    cluster.put(thing("a", "default"));
    ResourceType definitions =
        requireNonNull(cluster.types().of("apiextensions.k8s.io/v1", "CustomResourceDefinition"));
    cluster.delete(target(definitions, "", "things.example.org"), Deletion.NOW);
    assertNull(cluster.types().at(THINGS));
    assertNull(store.get(new ObjectKey(THINGS, "default", "a")));
    assertThrows(IllegalArgumentException.class, () -> cluster.put(thing("a", "default")));
  }

  @Test
  void aDefinitionThatMakesNoSenseIsRefused() {
    ObjectNode bad = yaml(DEFINITION.replace("name: things.example.org", "name: other"));
    ResourceType definitions =
        requireNonNull(cluster.types().of("apiextensions.k8s.io/v1", "CustomResourceDefinition"));
    Refusal why = refused(cluster.create(target(definitions, "", ""), bad, Unknown.WARN));
    assertEquals(422, why.code());
    assertTrue(why.message().contains("must be spec.names.plural"), why.message());
  }

  @Test
  void aClusterThatComesBackHasItsKinds() {
    Cluster back =
        new Cluster(
            new ObjectStore(10, 1_000, store.version(), store.everything()),
            InstantSource.system(),
            () -> "x");
    assertNotNull(back.types().at(THINGS));
  }

  @Test
  void aNewCustomObjectHasNoStatus() {
    ObjectNode thing = thing("a", "default");
    thing.putObject("status").put("m", 1);
    Stored made = cluster.create(things("default", ""), thing, Unknown.WARN).orThrow();
    assertTrue(made.read().path("status").isMissingNode());
    assertEquals(1, made.read().at("/metadata/generation").asInt());
  }

  @Test
  void thereMustBeItsNamespace() {
    Refusal why = refused(cluster.create(things("away", ""), thing("a", "away"), Unknown.WARN));
    assertEquals("namespaces \"away\" not found", why.message());
  }

  @Test
  void whoPlaysTheClusterGetsTheNamespace() {
    assertEquals("away", cluster.put(thing("a", "away")).key().namespace());
  }

  @Test
  void aNamespaceTakesItsObjectsAlong() {
    cluster.put(thing("a", "away"));
    ResourceType namespaces = requireNonNull(cluster.types().of("v1", "Namespace"));
    cluster.delete(target(namespaces, "", "away"), Deletion.NOW);
    assertNull(store.get(new ObjectKey(THINGS, "away", "a")));
  }

  @Test
  void whatIsUnknownIsToldOrRefused() {
    ObjectNode thing = thing("a", "default");
    ((ObjectNode) thing.path("spec")).put("zzz", 1);
    Written told = cluster.create(things("default", ""), thing.deepCopy(), Unknown.WARN);
    assertEquals(List.of("unknown field \"spec.zzz\""), told.warnings());
    Refusal why = refused(cluster.create(things("default", ""), thing, Unknown.STRICT));
    assertEquals(400, why.code());
    assertEquals(
        "Thing in version \"v1\" cannot be handled as a Thing: strict decoding error: unknown"
            + " field \"spec.zzz\"",
        why.message());
  }

  @Test
  void namesAreChecked() {
    for (String name : List.of("Upper", "-a", "a_b", "a..b", "a/b", "x".repeat(254))) {
      Refusal why =
          refused(cluster.create(things("default", ""), thing(name, "default"), Unknown.WARN));
      assertEquals(422, why.code(), name);
    }
  }

  @Test
  void aNameIsMadeIfAsked() {
    ObjectNode thing = thing("a", "default");
    ((ObjectNode) thing.path("metadata")).put("generateName", "pre-").remove("name");
    Stored made = cluster.create(things("default", ""), thing, Unknown.WARN).orThrow();
    assertTrue(made.key().name().matches("pre-[0-9a-f]{5}"), made.key().name());
  }

  @Test
  void applyMakesWhatIsNotThere() {
    Target target = things("default", "a");
    Written made =
        cluster.patch(target, new Patch.Apply(thing("a", "default")), Part.MAIN, Unknown.WARN);
    assertTrue(made.created());
    ObjectNode more = thing("a", "default");
    ((ObjectNode) more.path("spec")).put("n", 2);
    Written changed = cluster.patch(target, new Patch.Apply(more), Part.MAIN, Unknown.WARN);
    assertEquals(2, changed.orThrow().read().at("/spec/n").asInt());
  }

  @Test
  void aCustomKindHasNoStrategicMerge() {
    cluster.put(thing("a", "default"));
    Patch patch = new Patch.Strategic(yaml("spec: { n: 2 }"));
    Refusal why = refused(cluster.patch(things("default", "a"), patch, Part.MAIN, Unknown.WARN));
    assertEquals(415, why.code());
  }

  @Test
  void aPodOfADeadNodeStays() {
    cluster.put(
        yaml(
            """
            { apiVersion: v1, kind: Node, metadata: { name: n1 },
              status: { conditions: [ { type: Ready, status: Unknown } ] } }
            """));
    cluster.put(
        yaml(
            """
            { apiVersion: v1, kind: Pod, metadata: { name: p, namespace: default },
              spec: { nodeName: n1 } }
            """));
    ResourceType pods = requireNonNull(cluster.types().of("v1", "Pod"));
    Target pod = target(pods, "default", "p");
    Written marked = cluster.delete(pod, new Deletion("", "", true));
    assertTrue(assertInstanceOf(Outcome.Done.class, marked.outcome()).still());
    assertTrue(marked.orThrow().read().path("metadata").has("deletionTimestamp"));
    cluster.delete(pod, Deletion.NOW);
    assertNull(store.get(pod.key()));
  }

  @Test
  void whoPlaysTheClusterChangesWhatHeLikes() {
    cluster.put(thing("a", "default"));
    Stored next =
        cluster.merge(THINGS, "default", "a", yaml("{ spec: { n: 3 }, status: { m: 4 } }"));
    assertEquals(3, next.read().at("/spec/n").asInt());
    assertEquals(4, next.read().at("/status/m").asInt());
    assertThrows(
        IllegalArgumentException.class,
        () -> cluster.merge(THINGS, "default", "a", yaml("{ status: { m: x } }")));
    assertTrue(cluster.remove(THINGS, "default", "a"));
  }

  private Target things(String namespace, String name) {
    return target(requireNonNull(cluster.types().at(THINGS)), namespace, name);
  }

  private static Target target(ResourceType type, String namespace, String name) {
    return new Target(type, type.versions().getFirst(), namespace, name);
  }

  private static ObjectNode thing(String name, String namespace) {
    return yaml(
        "{ apiVersion: example.org/v1, kind: Thing, metadata: { name: \"%s\", namespace: %s }, spec: { n: 1 } }"
            .formatted(name, namespace));
  }

  private static ObjectNode yaml(String text) {
    return Yaml.read(text).getFirst();
  }

  private static Refusal refused(Written written) {
    return assertInstanceOf(Outcome.Refused.class, written.outcome()).why();
  }
}
