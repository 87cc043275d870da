package io.vigie.sim.api;

import static io.vigie.sim.api.Done.done;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vigie.sim.store.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's kubectl does not notice. */
class KubectlIT {

  private static final Path KUBECTL = Path.of("/usr/bin/kubectl");
  private static final String OBJECTS =
      """
      apiVersion: v1
      kind: Node
      metadata: { name: k3s-1, labels: { node-role.kubernetes.io/etcd: "true" } }
      status:
        conditions: [ { type: Ready, status: "True" } ]
        nodeInfo: { kubeletVersion: v1.33.6+k3s1 }
      ---
      apiVersion: longhorn.io/v1beta2
      kind: Volume
      metadata: { name: vol, namespace: longhorn-system }
      spec: { size: "1000", numberOfReplicas: 3 }
      """;
  private static final String DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: { name: things.example.org }
      spec:
        group: example.org
        scope: Cluster
        names: { kind: Thing, plural: things, singular: thing, shortNames: [thg] }
        versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                properties: { spec: { type: object, properties: { n: { type: integer } } } }
      """;

  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final KubeSim sim = done(KubeSim.start(vertx, KubeSimOptions.withOperators()));

  /** What a command said. */
  private record Said(int exit, String text) {}

  @BeforeEach
  void open() throws IOException {
    assumeTrue(Files.isExecutable(KUBECTL), "no kubectl here");
    sim.writeKubeconfig(directory.resolve("config"));
    Files.writeString(directory.resolve("objects.yaml"), OBJECTS);
    Files.writeString(directory.resolve("definition.yaml"), DEFINITION);
    ok("apply", "-f", "objects.yaml");
  }

  @AfterEach
  void close() {
    done(sim.close());
    done(vertx.close());
  }

  @Test
  void whatIsThereIsPrinted() {
    assertTrue(ok("get", "nodes").matches("(?s).*k3s-1 +Ready +etcd +\\d+s +v1.33.6\\+k3s1.*"));
    assertTrue(ok("get", "volumes", "-A").contains("longhorn-system   vol"));
    assertTrue(ok("get", "lhv", "-A", "-o", "wide").contains("1000"));
    JsonNode list = json(ok("get", "lhv", "-A", "-o", "json"));
    assertEquals("List", list.path("kind").asText());
    assertEquals("vol", list.at("/items/0/metadata/name").asText());
    assertEquals("node/k3s-1\n", ok("get", "nodes", "-o", "name"));
    assertTrue(ok("describe", "node", "k3s-1").contains("Unschedulable:      false"));
    assertTrue(ok("get", "ns").contains("longhorn-system"));
    ok("get", "all", "-A");
    assertTrue(ok("api-resources").contains("postgresql.cnpg.io/v1"));
    assertEquals(1, kubectl("get", "nodes", "nobody").exit());
  }

  @Test
  void applyingTwiceChangesNothing() {
    assertEquals(
        "node/k3s-1 unchanged\nvolume.longhorn.io/vol unchanged\n",
        ok("apply", "-f", "objects.yaml"));
    assertEquals(
        "node/k3s-1 serverside-applied\nvolume.longhorn.io/vol serverside-applied\n",
        ok("apply", "--server-side", "-f", "objects.yaml"));
  }

  @Test
  void whatIsTriedIsNotDone() {
    write("more.yaml", OBJECTS.replace("size: \"1000\"", "size: \"2000\""));
    assertTrue(ok("apply", "--dry-run=server", "-f", "more.yaml").contains("configured (server"));
    Said diff = kubectl("diff", "-f", "more.yaml");
    assertEquals(1, diff.exit(), diff.text());
    assertTrue(diff.text().contains("+  size: \"2000\""), diff.text());
    assertEquals("1000", volume().at("/spec/size").asText());
    ok("delete", "--dry-run=server", "-f", "more.yaml");
    assertEquals("1000", volume().at("/spec/size").asText());
  }

  @Test
  void aStatusIsPatched() {
    String status = "{\"status\":{\"state\":\"attached\",\"robustness\":\"degraded\"}}";
    ok(
        "-n",
        "longhorn-system",
        "patch",
        "lhv",
        "vol",
        "--subresource=status",
        "--type=merge",
        "-p",
        status);
    assertEquals("degraded", volume().at("/status/robustness").asText());
    String replaced = volume().toString().replace("degraded", "healthy");
    write("status.json", replaced);
    ok(
        "replace",
        "--raw",
        "/apis/longhorn.io/v1beta2/namespaces/longhorn-system/volumes/vol/status",
        "-f",
        "status.json");
    assertEquals("healthy", volume().at("/status/robustness").asText());
    String steps = "[{\"op\":\"replace\",\"path\":\"/status/robustness\",\"value\":\"faulted\"}]";
    ok(
        "-n",
        "longhorn-system",
        "patch",
        "lhv",
        "vol",
        "--subresource=status",
        "--type=json",
        "-p",
        steps);
    assertEquals("faulted", volume().at("/status/robustness").asText());
    Said wrong =
        kubectl(
            "-n",
            "longhorn-system",
            "patch",
            "lhv",
            "vol",
            "--subresource=status",
            "--type=merge",
            "-p",
            "{\"status\":{\"state\":5}}");
    assertEquals(1, wrong.exit());
    assertTrue(wrong.text().contains("status.state in body must be of type string"), wrong.text());
  }

  @Test
  void aConditionOfANodeIsPatchedByItsType() {
    String patch = "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"Unknown\"}]}}";
    ok("patch", "node", "k3s-1", "--subresource=status", "-p", patch);
    assertTrue(ok("get", "nodes").contains("NotReady"));
  }

  @Test
  void aDefinitionIsAppliedAndTakenAway() {
    ok("apply", "-f", "definition.yaml");
    ok("wait", "--for=condition=established", "crd/things.example.org", "--timeout=10s");
    write(
        "thing.yaml",
        "{apiVersion: example.org/v1, kind: Thing, metadata: {name: t}, spec: {n: 1}}");
    assertEquals("thing.example.org/t created\n", ok("create", "-f", "thing.yaml"));
    write(
        "thing.yaml",
        "{apiVersion: example.org/v1, kind: Thing, metadata: {name: t}, spec: {m: 1}}");
    Said strict = kubectl("apply", "-f", "thing.yaml");
    assertEquals(1, strict.exit());
    assertTrue(strict.text().contains("unknown field \"spec.m\""), strict.text());
    assertTrue(ok("apply", "--validate=warn", "-f", "thing.yaml").contains("unknown field"));
    ok("delete", "crd", "things.example.org");
    assertEquals(1, kubectl("get", "thg").exit());
  }

  @Test
  void nodesAreCordonedLabelledAndDrained() {
    ok("cordon", "k3s-1");
    assertTrue(ok("get", "nodes").contains("Ready,SchedulingDisabled"));
    ok("uncordon", "k3s-1");
    ok("label", "node", "k3s-1", "zone=a");
    assertEquals("node/k3s-1\n", ok("get", "nodes", "-l", "zone in (a,b)", "-o", "name"));
    assertEquals("", ok("get", "nodes", "-l", "!zone", "-o", "name"));
    ok("annotate", "node", "k3s-1", "a=b");
    ok("taint", "node", "k3s-1", "k=v:NoSchedule");
    ok("taint", "node", "k3s-1", "k-");
    write(
        "pod.yaml",
        "{apiVersion: v1, kind: Pod, metadata: {name: p, ownerReferences: [{apiVersion: apps/v1,"
            + " kind: ReplicaSet, name: r, uid: u, controller: true}]}, spec: {nodeName: k3s-1,"
            + " containers: [{name: c, image: i}]}}");
    ok("apply", "-f", "pod.yaml");
    assertTrue(ok("drain", "k3s-1", "--timeout=20s").contains("node/k3s-1 drained"));
    assertEquals("", ok("get", "pods", "-A", "-o", "name"));
  }

  @Test
  void whatIsDeletedIsGone() {
    ok("delete", "-f", "objects.yaml");
    assertEquals("", ok("get", "nodes", "-o", "name"));
    ok("create", "ns", "other");
    assertTrue(ok("get", "ns").contains("other"));
    ok("delete", "ns", "other");
  }

  @Test
  void changesAreWatched() throws IOException {
    Process watch = process("get", "nodes", "-w").start();
    List<String> lines = new CopyOnWriteArrayList<>();
    Thread reader = Thread.ofVirtual().start(() -> read(watch, lines));
    await().atMost(20, SECONDS).until(() -> lines.size() == 2);
    ok("cordon", "k3s-1");
    await().atMost(20, SECONDS).until(() -> lines.size() == 3);
    assertTrue(lines.get(2).contains("SchedulingDisabled"), lines.get(2));
    watch.destroy();
    await().atMost(10, SECONDS).until(() -> !reader.isAlive());
  }

  private JsonNode volume() {
    return json(ok("-n", "longhorn-system", "get", "lhv", "vol", "-o", "json"));
  }

  private String ok(String... words) {
    Said said = kubectl(words);
    assertEquals(0, said.exit(), () -> String.join(" ", words) + ": " + said.text());
    return said.text();
  }

  private Said kubectl(String... words) {
    try {
      Process process = process(words).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Said(process.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private ProcessBuilder process(String... words) {
    List<String> command = new ArrayList<>(List.of(KUBECTL.toString(), "--kubeconfig=config"));
    command.addAll(List.of(words));
    ProcessBuilder process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    process.environment().put("HOME", directory.toString());
    return process;
  }

  private void write(String file, String text) {
    try {
      Files.writeString(directory.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(Process process, List<String> lines) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      String line = reader.readLine();
      while (line != null) {
        lines.add(line);
        line = reader.readLine();
      }
    } catch (IOException e) {
      // it was ended
    }
  }

  private static JsonNode json(String text) {
    try {
      return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }
}
