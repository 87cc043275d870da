package io.vigie.kube.gate;

import io.vigie.event.Wire;

/** What a finding is about, in the order they are shown. */
public enum Area implements Wire {
  /** How far what is known can be relied on. */
  FRESHNESS,
  /** The nodes. */
  KUBERNETES,
  /** The votes of K3s's own etcd. */
  ETCD,
  /** Volumes. */
  LONGHORN,
  /** CloudNativePG. */
  DATABASE,
  /** The servers behind the balancers. */
  POOLS,
  /** The virtual addresses. */
  VIP
}
