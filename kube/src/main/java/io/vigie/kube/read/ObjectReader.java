package io.vigie.kube.read;

import io.vigie.kube.model.Kubernetes;

/** From the members of a JSON object to what is read of it. */
public final class ObjectReader {

  private ObjectReader() {}

  /**
   * Reads one object.
   *
   * @param json its members: {@code String}, {@code Number}, {@code Boolean}, {@code List}, {@code
   *     Map} or null
   */
  public static Reading read(Kind kind, Object json) {
    try {
      return new Reading.Good(object(kind, Fields.root(json)));
    } catch (Misfit misfit) {
      return new Reading.Broken(String.valueOf(misfit.getMessage()));
    }
  }

  private static Kubernetes object(Kind kind, Fields object) {
    return switch (kind) {
      case VOLUME -> LonghornReader.volume(object);
      case ENGINE -> LonghornReader.engine(object);
      case REPLICA -> LonghornReader.replica(object);
      case STORAGE_NODE -> LonghornReader.node(object);
      case INSTANCE_MANAGER -> LonghornReader.manager(object);
      case SETTING -> LonghornReader.setting(object);
      case NODE -> CoreReader.node(object);
      case POD -> CoreReader.pod(object);
      case BUDGET -> CoreReader.budget(object);
      case LEASE -> CoreReader.lease(object);
      case POSTGRES -> PostgresReader.cluster(object);
      case QUORUM -> PostgresReader.quorum(object);
    };
  }
}
