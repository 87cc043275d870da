package io.vigie.storage.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.storage.app.StorageVerticle;
import io.vigie.testkit.accept.Child;
import io.vigie.testkit.accept.Cluster;
import io.vigie.testkit.accept.ServiceMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service says before it does anything. */
class StartIT {

  @TempDir private Path directory;

  @Test
  void withoutAKubernetesSectionItRefusesToStart() throws Exception {
    Path config = directory.resolve("vigie.yaml");
    Files.writeString(
        config,
        """
        cluster: test
        kafka: { bootstrap: ["127.0.0.1:1"] }
        nodes: { k3s-1: { address: 127.9.0.1 } }
        balancers: { lb-1: { address: 127.0.0.1 } }
        management: { ports: { storage: %d } }
        """
            .formatted(Cluster.freePort()));
    String state = directory.resolve("state").toString();
    try (Child child =
        Child.start(
            directory.resolve("log"),
            ServiceMain.class,
            StorageVerticle.class.getName(),
            config.toString(),
            "lb-1",
            state)) {
      assertTrue(child.process().waitFor(60, TimeUnit.SECONDS), child::said);
      assertEquals(2, child.process().exitValue(), child::said);
      assertTrue(
          child.said().contains("cannot start: storage-watcher has nothing to watch"), child::said);
    }
  }
}
