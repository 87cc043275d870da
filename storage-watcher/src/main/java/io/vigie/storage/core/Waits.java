package io.vigie.storage.core;

import io.vigie.kube.model.Replica;
import io.vigie.kube.model.StorageNode;
import io.vigie.kube.model.Tri;
import io.vigie.kube.model.Volume;
import io.vigie.kube.picture.Picture;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why a rebuild does not begin, in words. */
final class Waits {

  /** How long Longhorn waits for a node before it fills a new replica elsewhere. */
  static final String REPLENISH = "replica-replenishment-wait-interval";

  /** How many replicas a node fills at once. */
  static final String AT_ONCE = "concurrent-replica-rebuild-per-node-limit";

  /** The settings it reads. */
  static final Set<String> SETTINGS = Set.of(REPLENISH, AT_ONCE);

  private static final int REPLENISH_SECONDS = 600;
  private static final int REBUILDS_AT_ONCE = 5;

  private final Picture picture;

  Waits(Picture picture) {
    this.picture = picture;
  }

  /** Why no node can take a new replica; empty if Longhorn does not say so. */
  static String refused(Volume volume) {
    boolean refused =
        volume.scheduled().status() == Tri.FALSE
            && volume.scheduled().reason().endsWith("SchedulingFailure");
    if (!refused) {
      return "";
    }
    String message = volume.scheduled().message();
    return message.isEmpty() ? "no node can take a new replica" : message;
  }

  /**
   * Why Longhorn has not begun; empty if it may any moment.
   *
   * @param missing the replica that is missing; null if there is not even one
   */
  String begin(VolumeView view, @Nullable Replica missing) {
    if (view.good().isEmpty()) {
      return "no good replica to copy from";
    }
    if (!view.isAttached()) {
      return "the volume is not attached";
    }
    if (view.volume().migrating()) {
      return "the volume migrates";
    }
    if (missing == null) {
      return "fewer replicas than wanted";
    }
    String node = missing.node();
    if (node.isEmpty()) {
      return "no node was found for it yet";
    }
    if (view.down().test(node)) {
      return "%s is down; without it a new replica may be made %d s after the volume degraded"
          .formatted(node, picture.setting(REPLENISH, REPLENISH_SECONDS));
    }
    StorageNode known = picture.node(node);
    return known == null ? "" : unusable(known);
  }

  private static String unusable(StorageNode node) {
    if (!node.ready().status().isTrue()) {
      String why = node.ready().reason();
      return node.key() + " is not ready for Longhorn" + (why.isEmpty() ? "" : ": " + why);
    }
    if (node.schedulable().status() == Tri.FALSE) {
      return node.schedulable().reason().equals("KubernetesNodeCordoned")
          ? node.key() + " is cordoned"
          : node.key() + " takes no replicas: " + node.schedulable().reason();
    }
    return node.allowed() ? "" : node.key() + " takes no replicas: scheduling is switched off";
  }

  /** Why Longhorn wants it, and yet does not copy. */
  String queue() {
    int most = picture.setting(AT_ONCE, REBUILDS_AT_ONCE);
    return most == 0
        ? AT_ONCE + " is 0: nothing is rebuilt"
        : "a node rebuilds %d at once".formatted(most);
  }
}
