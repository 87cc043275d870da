package io.vigie.kube.read;

import io.vigie.kube.model.Budget;
import io.vigie.kube.model.KubeNode;
import io.vigie.kube.model.Lease;
import io.vigie.kube.model.Pod;

/** Objects of Kubernetes itself. */
final class CoreReader {

  private static final String CLUSTER = "cnpg.io/cluster";
  private static final String ROLE = "cnpg.io/instanceRole";
  private static final String ETCD = "node-role.kubernetes.io/etcd";

  private CoreReader() {}

  static KubeNode node(Fields object) {
    Fields meta = object.at("metadata");
    Fields status = object.at("status");
    return new KubeNode(
        meta.name("name").intern(),
        status.condition("Ready"),
        meta.at("labels").text(ETCD).equals("true"),
        status.condition("EtcdIsVoter"),
        object.at("spec").truth("unschedulable"),
        status.at("nodeInfo").text("bootID"));
  }

  static Pod pod(Fields object) {
    Fields meta = object.at("metadata");
    Fields labels = meta.at("labels");
    return new Pod(
        key(object),
        meta.name("name"),
        meta.text("namespace") + "/" + labels.text(CLUSTER),
        labels.text(ROLE),
        object.at("spec").text("nodeName").intern(),
        object.at("status").condition("Ready"),
        LonghornReader.deleting(object));
  }

  static Budget budget(Fields object) {
    return new Budget(
        key(object),
        object.at("metadata").name("name"),
        object.at("status").count("disruptionsAllowed"));
  }

  static Lease lease(Fields object) {
    Fields spec = object.at("spec");
    return new Lease(
        key(object),
        spec.text("holderIdentity"),
        spec.instant("renewTime"),
        spec.count("leaseTransitions"));
  }

  static String key(Fields object) {
    Fields meta = object.at("metadata");
    return meta.text("namespace") + "/" + meta.name("name");
  }
}
