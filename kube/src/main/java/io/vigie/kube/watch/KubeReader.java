package io.vigie.kube.watch;

import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.read.Kind;

/** What to do with objects. Called on the context the watch was opened on, one call at a time. */
public interface KubeReader {

  /** An object is there, or is another than before; of several changes perhaps the last only. */
  void seen(Kubernetes object);

  /**
   * An object is gone.
   *
   * @param key as {@link Kubernetes#key}
   */
  void gone(Kind kind, String key);

  /** Something about the watch itself is another than before: see {@link KubeWatch#contact}. */
  void contactChanged();
}
