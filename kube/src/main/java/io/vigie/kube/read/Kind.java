package io.vigie.kube.read;

/** The kinds of objects that are read, and where the API has them. */
public enum Kind {
  VOLUME("longhorn.io", "v1beta2", "Volume", "volumes", Scope.LONGHORN),
  ENGINE("longhorn.io", "v1beta2", "Engine", "engines", Scope.LONGHORN),
  REPLICA("longhorn.io", "v1beta2", "Replica", "replicas", Scope.LONGHORN),
  STORAGE_NODE("longhorn.io", "v1beta2", "Node", "nodes", Scope.LONGHORN),
  INSTANCE_MANAGER("longhorn.io", "v1beta2", "InstanceManager", "instancemanagers", Scope.LONGHORN),
  SETTING("longhorn.io", "v1beta2", "Setting", "settings", Scope.LONGHORN),
  NODE("", "v1", "Node", "nodes", Scope.CLUSTER),
  POD("", "v1", "Pod", "pods", Scope.EVERYWHERE),
  BUDGET("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", Scope.EVERYWHERE),
  LEASE("coordination.k8s.io", "v1", "Lease", "leases", Scope.EVERYWHERE),
  POSTGRES("postgresql.cnpg.io", "v1", "Cluster", "clusters", Scope.EVERYWHERE),
  QUORUM("postgresql.cnpg.io", "v1", "FailoverQuorum", "failoverquorums", Scope.EVERYWHERE);

  /** Which namespaces are read. */
  public enum Scope {
    /** The kind has no namespaces. */
    CLUSTER,
    /** All of them. */
    EVERYWHERE,
    /** The one Longhorn is in. */
    LONGHORN
  }

  /** Where Longhorn keeps its objects, wherever it is installed as documented. */
  public static final String LONGHORN_NAMESPACE = "longhorn-system";

  private final String group;
  private final String version;
  private final String kind;
  private final String plural;
  private final Scope scope;

  Kind(String group, String version, String kind, String plural, Scope scope) {
    this.group = group;
    this.version = version;
    this.kind = kind;
    this.plural = plural;
    this.scope = scope;
  }

  /** The API group; empty for the core one. */
  public String group() {
    return group;
  }

  /** The version of the group that is read. */
  public String version() {
    return version;
  }

  /** The {@code kind} in its objects. */
  public String kind() {
    return kind;
  }

  /** Its name in URLs. */
  public String plural() {
    return plural;
  }

  /** Which namespaces are read. */
  public Scope scope() {
    return scope;
  }
}
