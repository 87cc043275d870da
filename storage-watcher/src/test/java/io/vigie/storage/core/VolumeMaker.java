package io.vigie.storage.core;

import io.vigie.kube.model.Condition;
import io.vigie.kube.model.Tri;
import io.vigie.kube.model.Volume;
import io.vigie.kube.model.Volume.Robustness;
import io.vigie.kube.model.Volume.State;

/** A volume as a test needs it: attached on k3s-1 and well, unless it says otherwise. */
final class VolumeMaker {

  private final String name;
  private int wanted = 3;
  private boolean strictLocal;
  private boolean sharded;
  private boolean migrating;
  private boolean deleting;
  private State state = State.ATTACHED;
  private Robustness robustness = Robustness.HEALTHY;
  private String node = "k3s-1";
  private String workload = "StatefulSet git/gitea";
  private Condition scheduled = Condition.ABSENT;

  VolumeMaker(String name) {
    this.name = name;
  }

  VolumeMaker is(State state, Robustness robustness, String node) {
    this.state = state;
    this.robustness = robustness;
    this.node = node;
    return this;
  }

  VolumeMaker degraded() {
    return is(State.ATTACHED, Robustness.DEGRADED, node);
  }

  VolumeMaker detached() {
    return is(State.DETACHED, Robustness.UNKNOWN, "");
  }

  VolumeMaker wanted(int replicas) {
    wanted = replicas;
    return this;
  }

  VolumeMaker strictLocal() {
    strictLocal = true;
    return wanted(1);
  }

  VolumeMaker sharded() {
    sharded = true;
    return this;
  }

  VolumeMaker migrating() {
    migrating = true;
    return this;
  }

  VolumeMaker deleting() {
    deleting = true;
    return this;
  }

  VolumeMaker usedBy(String workload) {
    this.workload = workload;
    return this;
  }

  VolumeMaker refused(String message) {
    scheduled =
        new Condition(Tri.FALSE, "ReplicaSchedulingFailure", message, "2026-08-21T10:10:07Z");
    return this;
  }

  Volume make() {
    return new Volume(
        name,
        20 * Longhorn.GIB,
        wanted,
        strictLocal,
        30,
        sharded,
        migrating,
        state,
        robustness,
        node,
        "",
        7 * Longhorn.GIB,
        scheduled,
        "git/data-gitea-0",
        workload,
        deleting);
  }
}
