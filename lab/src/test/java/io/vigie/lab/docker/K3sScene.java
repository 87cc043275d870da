package io.vigie.lab.docker;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.vigie.kube.read.Kind;
import io.vigie.sim.cluster.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * One volume and one database as Longhorn, CloudNativePG and Kubernetes write them, before and
 * after the death of k3s-2. Nothing runs: nodes and pods are objects without a kubelet, and every
 * status is patched by hand, by a client that is none of ours.
 */
final class K3sScene implements AutoCloseable {

  /** How long the API server may take to know what it was told. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final String NAMESPACE = "db";
  private static final String VOLUME = "pvc-1";
  private static final String LONG_AGO = "2026-07-02T08:11:20Z";
  private static final String FAILED = "2026-08-21T10:00:06Z";
  private static final String NOTICED = "2026-08-21T10:00:51Z";
  private static final String PENDING = "2026-08-21T10:00:51.204511Z";
  private static final String CHOSEN = "2026-08-21T10:00:53.010223Z";
  private static final String PROMOTED = "2026-08-21T10:01:12.774120Z";
  private static final String BACK = "2026-08-21T10:13:58Z";
  private static final String COPIED = "2026-08-21T10:14:31Z";
  private static final String REBUILT = "2026-08-21T10:18:02Z";

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final ResourceDefinitionContext DEFINITIONS =
      new ResourceDefinitionContext.Builder()
          .withGroup("apiextensions.k8s.io")
          .withVersion("v1")
          .withKind("CustomResourceDefinition")
          .withPlural("customresourcedefinitions")
          .withNamespaced(false)
          .build();

  private final KubernetesClient client;

  K3sScene(String kubeconfig) {
    Config who =
        new ConfigBuilder(Config.fromKubeconfig(kubeconfig))
            .withHttpProxy(null)
            .withHttpsProxy(null)
            .build();
    client = new KubernetesClientBuilder().withConfig(who).build();
  }

  /** The kinds of both operators are there, and all is well. */
  void create() {
    install("longhorn.yaml");
    install("cnpg.yaml");
    for (Kind kind : Kind.values()) {
      await(kind + " is served")
          .atMost(LIMIT)
          .ignoreExceptions()
          .untilAsserted(
              () -> client.genericKubernetesResources(where(kind)).inAnyNamespace().list());
    }
    for (String name : List.of(Kind.LONGHORN_NAMESPACE, NAMESPACE)) {
      client
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
    await("pods are admitted")
        .atMost(LIMIT)
        .until(
            () ->
                client.serviceAccounts().inNamespace(NAMESPACE).withName("default").get() != null);
    for (int node = 1; node <= 3; node++) {
      create(Kind.NODE, "k3s-" + node, "");
      kubeNode(node, "True", LONG_AGO);
      create(Kind.STORAGE_NODE, "k3s-" + node, ", spec: {allowScheduling: true}");
      storageNode(node, "True", LONG_AGO);
    }
    createVolume();
    createDatabase();
  }

  private void install(String file) {
    for (var definition : Yaml.read(text("/io/vigie/sim/crds/" + file))) {
      object(DEFINITIONS, definition.toString()).create();
    }
  }

  private void createVolume() {
    for (int node = 1; node <= 3; node++) {
      create(
          Kind.REPLICA,
          replica(node),
          (", spec: {volumeName: %s, nodeID: k3s-%d, active: true,"
                  + " healthyAt: '%s', lastHealthyAt: '%s'}")
              .formatted(VOLUME, node, LONG_AGO, LONG_AGO));
      status(Kind.REPLICA, replica(node), "{currentState: running}");
    }
    create(Kind.VOLUME, VOLUME, ", spec: {size: '21474836480', numberOfReplicas: 3}");
    robustness("healthy");
    create(
        Kind.ENGINE,
        VOLUME + "-e-0",
        (", spec: {volumeName: %s, nodeID: k3s-1, active: true,"
                + " replicaAddressMap: {%s: '10.0.0.2:1'}}")
            .formatted(VOLUME, replica(2)));
    engine("RW", LONG_AGO, "null");
  }

  /** The primary is on k3s-2. */
  private void createDatabase() {
    List<Integer> nodes = List.of(2, 1, 3);
    for (int instance = 1; instance <= 3; instance++) {
      create(
          Kind.POD,
          instance(instance),
          ", spec: {nodeName: k3s-%d, containers: [{name: postgres, image: none}]}"
              .formatted(nodes.get(instance - 1)));
      pod(instance, "True", LONG_AGO);
      role(instance, instance == 1 ? "primary" : "replica");
    }
    create(Kind.POSTGRES, "pg-main", ", spec: {instances: 3}");
    database(
        "instances: 3, instanceNames: [%s, %s, %s], timelineID: 3"
            .formatted(instance(1), instance(2), instance(3)));
    database("currentPrimary: %s, currentPrimaryTimestamp: '%s'".formatted(instance(1), LONG_AGO));
    database("targetPrimary: %s, targetPrimaryTimestamp: '%s'".formatted(instance(1), LONG_AGO));
    database("phase: 'Cluster in healthy state', " + healthy(1, 2, 3));
  }

  /** What Kubernetes and both operators notice after the death of k3s-2. */
  void noticed() {
    kubeNode(2, "Unknown", NOTICED);
    pod(1, "False", NOTICED);
    database("phase: 'Failing over', " + healthy(2, 3));
    database("targetPrimary: pending, targetPrimaryTimestamp: '%s'".formatted(PENDING));
    engine("ERR", FAILED, "null");
    spec(replica(2), "failedAt: '%s', lastFailedAt: '%s'".formatted(FAILED, FAILED));
    robustness("degraded");
    storageNode(2, "False", NOTICED);
  }

  /** The operator knows who is to follow. */
  void chosen() {
    database("targetPrimary: %s, targetPrimaryTimestamp: '%s'".formatted(instance(2), CHOSEN));
  }

  /** The new primary can be written to. */
  void promoted() {
    role(1, "unhealthy");
    role(2, "primary");
    database(
        "currentPrimary: %s, currentPrimaryTimestamp: '%s', timelineID: 4"
            .formatted(instance(2), PROMOTED));
  }

  /** k3s-2 is back: its instance follows the new primary, its replica is to be filled. */
  void back() {
    kubeNode(2, "True", BACK);
    role(1, "replica");
    pod(1, "True", BACK);
    database("phase: 'Cluster in healthy state', " + healthy(1, 2, 3));
    storageNode(2, "True", BACK);
    spec(replica(2), "failedAt: '', healthyAt: '', rebuildRetryCount: 1");
  }

  /** So far is the copy. */
  void copied(int percent) {
    engine(
        "WO",
        COPIED,
        ("{'tcp://10.0.0.2:1': {progress: %d, state: in_progress, isRebuilding: true,"
                + " fromReplicaAddressList: ['tcp://10.0.0.1:1']}}")
            .formatted(percent));
  }

  /** All is well again. */
  void rebuilt() {
    engine("RW", REBUILT, "null");
    spec(
        replica(2),
        "healthyAt: '%s', lastHealthyAt: '%s', rebuildRetryCount: 0".formatted(REBUILT, REBUILT));
    robustness("healthy");
  }

  private static String replica(int node) {
    return VOLUME + "-r-" + node;
  }

  private static String instance(int number) {
    return "pg-main-" + number;
  }

  private static String healthy(int... numbers) {
    List<String> names = Arrays.stream(numbers).mapToObj(K3sScene::instance).toList();
    return "readyInstances: %d, instancesStatus: {healthy: [%s]}"
        .formatted(names.size(), String.join(", ", names));
  }

  private void robustness(String word) {
    status(
        Kind.VOLUME,
        VOLUME,
        "{state: attached, robustness: %s, currentNodeID: k3s-1, actualSize: 8589934592}"
            .formatted(word));
  }

  private void engine(String second, String since, String rebuilds) {
    status(
        Kind.ENGINE,
        VOLUME + "-e-0",
        ("{currentState: running, replicaModeMap: {%s: RW, %s: %s, %s: RW},"
                + " replicaTransitionTimeMap: {%s: '%s'}, rebuildStatus: %s,"
                + " currentReplicaAddressMap: {%s: '10.0.0.2:1'},"
                + " snapshots: {volume-head: {size: '8589934592'}}}")
            .formatted(
                replica(1),
                replica(2),
                second,
                replica(3),
                replica(2),
                since,
                rebuilds,
                replica(2)));
  }

  private void kubeNode(int node, String ready, String since) {
    status(Kind.NODE, "k3s-" + node, ready(ready, since, ""));
  }

  private void storageNode(int node, String ready, String since) {
    status(Kind.STORAGE_NODE, "k3s-" + node, ready(ready, since, ""));
  }

  private void pod(int instance, String ready, String since) {
    status(Kind.POD, instance(instance), ready(ready, since, "phase: Running, "));
  }

  private static String ready(String is, String since, String before) {
    return "{%sconditions: [{type: Ready, status: '%s', lastTransitionTime: '%s'}]}"
        .formatted(before, is, since);
  }

  private void role(int instance, String role) {
    patch(
        Kind.POD,
        instance(instance),
        ("{metadata: {labels: {cnpg.io/cluster: pg-main, cnpg.io/podRole: instance,"
                + " cnpg.io/instanceRole: %s}}}")
            .formatted(role));
  }

  private void database(String fields) {
    status(Kind.POSTGRES, "pg-main", "{" + fields + "}");
  }

  private void spec(String replica, String fields) {
    patch(Kind.REPLICA, replica, "{spec: {" + fields + "}}");
  }

  private void create(Kind kind, String name, String content) {
    object(kind, name, content).create();
  }

  private void patch(Kind kind, String name, String change) {
    object(kind, name, "").patch(MERGE, json(change));
  }

  private void status(Kind kind, String name, String status) {
    object(kind, name, "").subresource("status").patch(MERGE, json("{status: " + status + "}"));
  }

  private Resource<GenericKubernetesResource> object(Kind kind, String name, String content) {
    String namespace =
        switch (kind.scope()) {
          case CLUSTER -> "";
          case LONGHORN -> ", namespace: " + Kind.LONGHORN_NAMESPACE;
          case EVERYWHERE -> ", namespace: " + NAMESPACE;
        };
    String version = kind.group().isEmpty() ? kind.version() : kind.group() + "/" + kind.version();
    return object(
        where(kind),
        json(
            "{apiVersion: %s, kind: %s, metadata: {name: %s%s}%s}"
                .formatted(version, kind.kind(), name, namespace, content)));
  }

  private Resource<GenericKubernetesResource> object(ResourceDefinitionContext where, String json) {
    GenericKubernetesResource object =
        client.getKubernetesSerialization().unmarshal(json, GenericKubernetesResource.class);
    return client.genericKubernetesResources(where).resource(object);
  }

  private static ResourceDefinitionContext where(Kind kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(kind.group())
        .withVersion(kind.version())
        .withKind(kind.kind())
        .withPlural(kind.plural())
        .withNamespaced(kind.scope() != Kind.Scope.CLUSTER)
        .build();
  }

  private static String json(String yaml) {
    return Yaml.read(yaml).getFirst().toString();
  }

  private static String text(String resource) {
    try (InputStream in = Yaml.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
