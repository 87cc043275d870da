package io.vigie.storage.core;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.read.Kind;
import io.vigie.kube.read.ObjectReader;
import io.vigie.kube.read.Reading;
import io.vigie.storage.core.Play.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The same death as {@link NodeDeath}, of objects in full, where those lie beside the project. */
final class SampleScene {

  /** The one that is lost. */
  static final String REPLICA = "pvc-5f1c6b0e-7d0a-4c3a-9c29-8a1d4c1b2e77-r-5e6f7a8b";

  private static final Path SAMPLES = Path.of("../../shared/samples");
  private static final ObjectMapper JSON = new ObjectMapper();

  private SampleScene() {}

  static boolean isThere() {
    return Files.isDirectory(SAMPLES);
  }

  /** How it was before. */
  static List<Kubernetes> before() {
    List<Kubernetes> all = new ArrayList<>();
    all.add(read(Kind.VOLUME, "longhorn/healthy/volume"));
    all.add(read(Kind.ENGINE, "longhorn/healthy/engine"));
    for (int n = 1; n <= 3; n++) {
      all.add(read(Kind.REPLICA, "longhorn/healthy/replica-k3s-" + n));
      all.add(read(Kind.STORAGE_NODE, "longhorn/healthy/node-k3s-" + n));
      all.add(read(Kind.INSTANCE_MANAGER, "longhorn/healthy/instancemanager-k3s-" + n));
    }
    all.add(read(Kind.SETTING, "longhorn/settings/concurrent-replica-rebuild-per-node-limit"));
    all.add(read(Kind.SETTING, "longhorn/settings/replica-replenishment-wait-interval"));
    return all;
  }

  /** What changes, a list for each watch. */
  static List<List<Step>> streams() {
    return List.of(
        List.of(new Step.Probed("k3s-2", NodeStatus.DOWN), new Step.Probed("k3s-2", NodeStatus.UP)),
        is(
            Kind.VOLUME,
            "degraded/volume",
            "degraded/volume-after-600s-no-candidate",
            "rebuilding-42/volume",
            "rebuilt/volume"),
        is(
            Kind.ENGINE,
            "degraded/01-engine-err",
            "degraded/engine",
            "rebuilding-42/engine-0-percent",
            "rebuilding-42/engine",
            "rebuilt/engine"),
        is(
            Kind.REPLICA,
            "degraded/replica-k3s-2-before-node-notready",
            "degraded/replica-k3s-2",
            "rebuilding-42/00-replica-k3s-2-reused-starting",
            "rebuilding-42/replica-k3s-2",
            "rebuilt/replica-k3s-2"),
        is(Kind.STORAGE_NODE, "degraded/node-k3s-2", "rebuilding-42/node-k3s-2"),
        is(Kind.INSTANCE_MANAGER, "degraded/instancemanager-k3s-2"));
  }

  private static List<Step> is(Kind kind, String... files) {
    List<Step> steps = new ArrayList<>();
    for (String file : files) {
      steps.add(new Step.Is(read(kind, "longhorn/" + file)));
    }
    return steps;
  }

  private static Kubernetes read(Kind kind, String file) {
    try {
      Map<?, ?> json = JSON.readValue(SAMPLES.resolve(file + ".json").toFile(), Map.class);
      return switch (ObjectReader.read(kind, json)) {
        case Reading.Good(Kubernetes object) -> object;
        case Reading.Broken(String why) -> throw new AssertionError(file + ": " + why);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
