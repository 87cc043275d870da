package io.vigie.kube.watch;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer keeps of its objects: name, namespace and version, enough to tell what changed
 * and what is gone. The objects themselves are read and dropped, which is what keeps 20,000 of them
 * within a small heap.
 *
 * <p>Thread rule: any thread.
 */
final class Stubs implements ItemStore<GenericKubernetesResource> {

  private final Map<String, GenericKubernetesResource> stubs = new ConcurrentHashMap<>();

  @Override
  public String getKey(GenericKubernetesResource object) {
    ObjectMeta meta = object.getMetadata();
    return meta.getNamespace() == null
        ? meta.getName()
        : meta.getNamespace() + "/" + meta.getName();
  }

  @Override
  public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource object) {
    ObjectMeta meta = object.getMetadata();
    ObjectMeta kept = new ObjectMeta();
    kept.setName(meta.getName());
    kept.setNamespace(meta.getNamespace());
    kept.setResourceVersion(meta.getResourceVersion());
    GenericKubernetesResource stub = new GenericKubernetesResource();
    stub.setMetadata(kept);
    return stubs.put(key, stub);
  }

  @Override
  public @Nullable GenericKubernetesResource remove(String key) {
    return stubs.remove(key);
  }

  @Override
  public Stream<String> keySet() {
    return stubs.keySet().stream();
  }

  @Override
  public Stream<GenericKubernetesResource> values() {
    return stubs.values().stream();
  }

  @Override
  public int size() {
    return stubs.size();
  }

  @Override
  public @Nullable GenericKubernetesResource get(String key) {
    return stubs.get(key);
  }

  @Override
  public boolean isFullState() {
    return false;
  }
}
