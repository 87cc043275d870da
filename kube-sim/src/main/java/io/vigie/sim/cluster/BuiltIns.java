package io.vigie.sim.cluster;

import io.vigie.sim.store.Resource;
import java.util.ArrayList;
import java.util.List;

/** The kinds every cluster has, as far as anybody here asks for them. */
final class BuiltIns {

  static final Resource NAMESPACES = new Resource("", "namespaces");
  static final Resource NODES = new Resource("", "nodes");
  static final Resource PODS = new Resource("", "pods");
  static final Resource BUDGETS = new Resource("policy", "poddisruptionbudgets");
  static final Resource DEFINITIONS =
      new Resource("apiextensions.k8s.io", "customresourcedefinitions");

  static final List<ResourceType> TYPES =
      List.of(
          core("nodes", "Node", "no", false, true),
          core("namespaces", "Namespace", "ns", false, true),
          core("pods", "Pod", "po", true, true),
          core("events", "Event", "ev", true, false),
          core("services", "Service", "svc", true, true),
          core("configmaps", "ConfigMap", "cm", true, false),
          core("persistentvolumeclaims", "PersistentVolumeClaim", "pvc", true, true),
          core("persistentvolumes", "PersistentVolume", "pv", false, true),
          type("apps", "deployments", "Deployment", "deploy", true, true),
          type("apps", "statefulsets", "StatefulSet", "sts", true, true),
          type("apps", "daemonsets", "DaemonSet", "ds", true, true),
          type("apps", "replicasets", "ReplicaSet", "rs", true, true),
          type("coordination.k8s.io", "leases", "Lease", "", true, false),
          type("policy", "poddisruptionbudgets", "PodDisruptionBudget", "pdb", true, true),
          type(
              "apiextensions.k8s.io",
              "customresourcedefinitions",
              "CustomResourceDefinition",
              "crd,crds",
              false,
              true));

  private BuiltIns() {}

  private static ResourceType core(
      String plural, String kind, String shortNames, boolean namespaced, boolean status) {
    return type("", plural, kind, shortNames, namespaced, status);
  }

  private static ResourceType type(
      String group,
      String plural,
      String kind,
      String shortNames,
      boolean namespaced,
      boolean status) {
    return new ResourceType(
        new Resource(group, plural),
        kind,
        kind.toLowerCase(java.util.Locale.ROOT),
        shortNames.isEmpty() ? List.of() : List.of(shortNames.split(",", -1)),
        group.equals("apps") || plural.equals("pods") || plural.equals("services")
            ? List.of("all")
            : List.of(),
        namespaced,
        false,
        List.of(new TypeVersion("v1", status, null, columns(plural))));
  }

  private static List<Column> columns(String plural) {
    List<Column> columns = new ArrayList<>();
    switch (plural) {
      case "nodes" -> {
        columns.add(new Column("Status", "string", 0, "nodeStatus"));
        columns.add(new Column("Roles", "string", 0, "nodeRoles"));
      }
      case "pods" -> {
        columns.add(new Column("Ready", "string", 0, "podReady"));
        columns.add(new Column("Status", "string", 0, "podStatus"));
        columns.add(new Column("Node", "string", 1, ".spec.nodeName"));
      }
      case "namespaces" -> columns.add(new Column("Status", "string", 0, ".status.phase"));
      case "events" -> {
        columns.add(new Column("Last Seen", "date", 0, ".lastTimestamp"));
        columns.add(new Column("Type", "string", 0, ".type"));
        columns.add(new Column("Reason", "string", 0, ".reason"));
        columns.add(new Column("Object", "string", 0, "eventObject"));
        columns.add(new Column("Message", "string", 0, ".message"));
      }
      case "leases" -> columns.add(new Column("Holder", "string", 0, ".spec.holderIdentity"));
      case "poddisruptionbudgets" -> {
        columns.add(new Column("Min Available", "string", 0, ".spec.minAvailable"));
        columns.add(new Column("Max Unavailable", "string", 0, ".spec.maxUnavailable"));
        columns.add(new Column("Allowed Disruptions", "integer", 0, ".status.disruptionsAllowed"));
      }
      case "customresourcedefinitions" ->
          columns.add(new Column("Created At", "date", 0, ".metadata.creationTimestamp"));
      default -> {}
    }
    if (!plural.equals("events") && !plural.equals("customresourcedefinitions")) {
      columns.add(new Column("Age", "date", 0, ".metadata.creationTimestamp"));
    }
    if (plural.equals("nodes")) {
      columns.add(new Column("Version", "string", 0, ".status.nodeInfo.kubeletVersion"));
    }
    return columns;
  }
}
