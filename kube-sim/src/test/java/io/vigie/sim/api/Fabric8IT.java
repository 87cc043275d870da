package io.vigie.sim.api;

import static io.vigie.sim.api.Done.done;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.vertx5.Vertx5HttpClientFactory;
import io.vertx.core.Vertx;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client Vigie uses does not notice. */
class Fabric8IT {

  private static final ResourceDefinitionContext VOLUMES =
      new ResourceDefinitionContext.Builder()
          .withGroup("longhorn.io")
          .withVersion("v1beta2")
          .withKind("Volume")
          .withPlural("volumes")
          .withNamespaced(true)
          .build();
  private static final Resource RESOURCE = new Resource("longhorn.io", "volumes");
  private static final String NAMESPACE = "longhorn-system";

  private final List<String> told = new CopyOnWriteArrayList<>();
  @TempDir private Path directory;
  private Vertx vertx = Vertx.vertx();
  private KubeSimOptions options = KubeSimOptions.withOperators();

  @BeforeEach
  void open() {
    options = options.file(directory.resolve("state"));
  }

  @AfterEach
  void close() {
    done(vertx.close());
  }

  @Test
  void anInformerHearsWhatBecomesOfAnObject() {
    KubeSim sim = start();
    try (KubernetesClient client = client(sim)) {
      sim.cluster().put(volume("old", "healthy"));
      SharedIndexInformer<GenericKubernetesResource> informer = informer(client);
      saw("+old healthy");
      GenericKubernetesResource fresh = new GenericKubernetesResource();
      fresh.setApiVersion("longhorn.io/v1beta2");
      fresh.setKind("Volume");
      fresh.setMetadata(new ObjectMetaBuilder().withName("new").withNamespace(NAMESPACE).build());
      fresh.setAdditionalProperty("spec", Map.of("size", "1", "numberOfReplicas", 3));
      client.genericKubernetesResources(VOLUMES).inNamespace(NAMESPACE).resource(fresh).create();
      saw("+new ");
      ObjectNode change = Json.object();
      change.putObject("status").put("robustness", "degraded");
      sim.cluster().merge(RESOURCE, NAMESPACE, "new", change);
      saw("~new degraded");
      client.genericKubernetesResources(VOLUMES).inNamespace(NAMESPACE).withName("new").delete();
      saw("-new");
      assertEquals(1, informer.getStore().list().size());
    }
    done(sim.close());
  }

  @Test
  void anInformerCatchesUpWithAServerThatWasAway() {
    KubeSim sim = start();
    int port = sim.port();
    try (KubernetesClient client = client(sim)) {
      sim.cluster().put(volume("kept", "healthy"));
      sim.cluster().put(volume("lost", "healthy"));
      informer(client);
      saw("+lost healthy");
      done(sim.close());
      options = options.at("127.0.0.1", port);
      KubeSim back = start();
      back.cluster().remove(RESOURCE, NAMESPACE, "lost");
      back.cluster().put(volume("kept", "degraded"));
      saw("-lost");
      saw("~kept degraded");
      assertEquals(1, told.stream().filter(text -> text.startsWith("+kept")).count());
      done(back.close());
    }
  }

  @Test
  void anInformerListsAgainWhenTheHistoryIsForgotten() {
    KubeSim sim = start();
    int port = sim.port();
    try (KubernetesClient client = client(sim)) {
      sim.cluster().put(volume("a", "healthy"));
      informer(client);
      saw("+a healthy");
      done(sim.close());
      options = options.at("127.0.0.1", port);
      KubeSim back = start();
      back.cluster().remove(RESOURCE, NAMESPACE, "a");
      back.cluster().put(volume("b", "healthy"));
      back.store().compact();
      saw("-a");
      saw("+b healthy");
      done(back.close());
    }
  }

  private KubeSim start() {
    return done(KubeSim.start(vertx, options));
  }

  private KubernetesClient client(KubeSim sim) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder()
                .withMasterUrl(sim.url())
                .withWatchReconnectInterval(200)
                .withWatchReconnectLimit(-1)
                .withRequestRetryBackoffLimit(0)
                .build())
        .withHttpClientFactory(new Vertx5HttpClientFactory(vertx))
        .build();
  }

  private SharedIndexInformer<GenericKubernetesResource> informer(KubernetesClient client) {
    var informer =
        client
            .genericKubernetesResources(VOLUMES)
            .inNamespace(NAMESPACE)
            .withLimit(1L)
            .runnableInformer(0)
            .exceptionHandler((_, _) -> true)
            .addEventHandler(new Teller());
    informer.start();
    return informer;
  }

  private void saw(String text) {
    await().atMost(20, SECONDS).until(() -> told.contains(text));
  }

  private static ObjectNode volume(String name, String robustness) {
    ObjectNode volume =
        Json.object().put("apiVersion", "longhorn.io/v1beta2").put("kind", "Volume");
    volume.putObject("metadata").put("name", name).put("namespace", NAMESPACE);
    volume.putObject("spec").put("size", "1").put("numberOfReplicas", 3);
    volume.putObject("status").put("robustness", robustness);
    return volume;
  }

  private final class Teller implements ResourceEventHandler<GenericKubernetesResource> {

    @Override
    public void onAdd(GenericKubernetesResource object) {
      told.add("+" + object.getMetadata().getName() + " " + robustness(object));
    }

    @Override
    public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource object) {
      told.add("~" + object.getMetadata().getName() + " " + robustness(object));
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean unknown) {
      told.add("-" + object.getMetadata().getName());
    }

    private static String robustness(GenericKubernetesResource object) {
      return object.get("status", "robustness") instanceof String text ? text : "";
    }
  }
}
