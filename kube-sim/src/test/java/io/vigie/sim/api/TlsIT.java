package io.vigie.sim.api;

import static io.vigie.sim.api.Done.done;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.vertx5.Vertx5HttpClientFactory;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With TLS and a token, found by a kubeconfig, objects of built-in kinds are written and watched.
 */
class TlsIT {

  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    done(vertx.close());
  }

  @Test
  void aKubeconfigLeadsThereAndNobodyElseIsLetIn() throws Exception {
    KubeSimOptions options = KubeSimOptions.bare().token("secret").tls(certificate());
    KubeSim sim = done(KubeSim.start(vertx, options));
    Path kubeconfig = directory.resolve("config");
    sim.writeKubeconfig(kubeconfig);
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    try (KubernetesClient client = client(config)) {
      List<String> told = new CopyOnWriteArrayList<>();
      client.nodes().watch(new Teller(told));
      client.resource(node("True")).create();
      client.resource(node("Unknown")).patchStatus();
      client
          .nodes()
          .withName("n")
          .edit(n -> new NodeBuilder(n).editSpec().withUnschedulable(true).endSpec().build());
      client
          .resource(
              new NodeBuilder(node("True"))
                  .editMetadata()
                  .addToLabels("a", "b")
                  .endMetadata()
                  .build())
          .forceConflicts()
          .serverSideApply();
      client.nodes().withName("n").delete();
      await().atMost(20, SECONDS).until(() -> told.contains("DELETED Unknown true b"));
      assertEquals(
          List.of(
              "ADDED True null null",
              "MODIFIED Unknown null null",
              "MODIFIED Unknown true null",
              "MODIFIED Unknown true b",
              "DELETED Unknown true b"),
          told);
    }
    Config stranger =
        new ConfigBuilder(config).withOauthToken("wrong").withAutoOAuthToken("wrong").build();
    try (KubernetesClient client = client(stranger)) {
      KubernetesClientException e =
          assertThrows(KubernetesClientException.class, () -> client.nodes().list());
      assertEquals(401, e.getCode());
    }
    done(sim.close());
  }

  private KubernetesClient client(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(new Vertx5HttpClientFactory(vertx))
        .build();
  }

  private static Node node(String ready) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName("n")
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .withNewStatus()
        .withConditions(new NodeConditionBuilder().withType("Ready").withStatus(ready).build())
        .endStatus()
        .build();
  }

  private KubeSimOptions.Tls certificate() throws Exception {
    Path store = directory.resolve("store.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> words = new ArrayList<>(List.of(keytool.toString()));
    String rest =
        "-genkeypair -alias s -keyalg EC -dname CN=localhost -validity 2 -storetype PKCS12"
            + " -storepass changeit -ext san=ip:127.0.0.1 -keystore";
    words.addAll(List.of(rest.split(" ", -1)));
    words.add(store.toString());
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    assertEquals(0, process.waitFor());
    char[] password = "changeit".toCharArray();
    KeyStore keys = KeyStore.getInstance(store.toFile(), password);
    return new KubeSimOptions.Tls(
        pem("cert.pem", "CERTIFICATE", keys.getCertificate("s").getEncoded()),
        pem("key.pem", "PRIVATE KEY", keys.getKey("s", password).getEncoded()));
  }

  private Path pem(String file, String what, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
    return Files.writeString(
        directory.resolve(file),
        "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, body, what));
  }

  private record Teller(List<String> told) implements Watcher<Node> {

    @Override
    public void eventReceived(Action action, Node node) {
      String ready =
          node.getStatus().getConditions().stream()
              .map(NodeCondition::getStatus)
              .findFirst()
              .orElse("");
      told.add(
          action
              + " "
              + ready
              + " "
              + node.getSpec().getUnschedulable()
              + " "
              + node.getMetadata().getLabels().get("a"));
    }

    @Override
    public void onClose(WatcherException cause) {}
  }
}
