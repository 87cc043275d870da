package io.vigie.kube.model;

/**
 * {@code v1 Node}.
 *
 * @param key {@code metadata.name}
 * @param ready condition {@code Ready}
 * @param etcdMember whether it is labelled {@code node-role.kubernetes.io/etcd}
 * @param etcdVoter condition {@code EtcdIsVoter}, which K3s sets
 * @param cordoned {@code spec.unschedulable}
 * @param bootId {@code status.nodeInfo.bootID}: another one after a real reboot
 */
public record KubeNode(
    String key,
    Condition ready,
    boolean etcdMember,
    Condition etcdVoter,
    boolean cordoned,
    String bootId)
    implements Kubernetes {}
