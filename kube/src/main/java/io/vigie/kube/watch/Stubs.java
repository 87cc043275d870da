package io.vigie.kube.watch;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer keeps of its objects: the version of each by its name, enough to tell what
 * changed and what is gone. The objects themselves are read and dropped, which is what keeps 20,000
 * of them within a small heap.
 *
 * <p>Thread rule: any thread.
 */
final class Stubs implements ItemStore<GenericKubernetesResource> {

  private static final char SLASH = '/';

  private final Map<String, String> versions = new ConcurrentHashMap<>();

  @Override
  public String getKey(GenericKubernetesResource object) {
    ObjectMeta meta = object.getMetadata();
    return meta.getNamespace() == null
        ? meta.getName()
        : meta.getNamespace() + SLASH + meta.getName();
  }

  @Override
  public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource object) {
    String version = object.getMetadata().getResourceVersion();
    return stub(key, versions.put(key, version == null ? "" : version));
  }

  /** An object that has name, namespace and version only. */
  private static @Nullable GenericKubernetesResource stub(String key, @Nullable String version) {
    if (version == null) {
      return null;
    }
    int slash = key.indexOf(SLASH);
    ObjectMeta meta = new ObjectMeta();
    meta.setName(key.substring(slash + 1));
    meta.setNamespace(slash < 0 ? null : key.substring(0, slash));
    meta.setResourceVersion(version);
    GenericKubernetesResource stub = new GenericKubernetesResource();
    stub.setMetadata(meta);
    return stub;
  }

  /** Whether there is an object of this key. */
  boolean has(String key) {
    return versions.containsKey(key);
  }

  @Override
  public @Nullable GenericKubernetesResource remove(String key) {
    return stub(key, versions.remove(key));
  }

  @Override
  public Stream<String> keySet() {
    return versions.keySet().stream();
  }

  @Override
  public Stream<GenericKubernetesResource> values() {
    return versions.entrySet().stream()
        .map(entry -> requireNonNull(stub(entry.getKey(), entry.getValue())));
  }

  @Override
  public int size() {
    return versions.size();
  }

  @Override
  public @Nullable GenericKubernetesResource get(String key) {
    return stub(key, versions.get(key));
  }

  @Override
  public boolean isFullState() {
    return false;
  }
}
