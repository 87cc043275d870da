package io.vigie.kube.model;

/** An object of the Kubernetes API, as far as it is read. */
public sealed interface Kubernetes
    permits Volume,
        Engine,
        Replica,
        StorageNode,
        InstanceManager,
        Setting,
        KubeNode,
        Pod,
        Budget,
        Lease,
        Postgres,
        Quorum {

  /** Its name; unique among its kind, with its namespace before it where it has one of its own. */
  String key();
}
