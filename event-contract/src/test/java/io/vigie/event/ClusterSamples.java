package io.vigie.event;

import static io.vigie.event.Samples.by;
import static io.vigie.event.Samples.caused;
import static io.vigie.event.Samples.id;

import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.FailoverChanged.FailoverKind;
import io.vigie.event.FailoverChanged.FailoverStage;
import io.vigie.event.NodeAtRisk.Endangered;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.ReplicaChanged.ReplicaState;
import io.vigie.event.VolumeChanged.VolumeHealth;
import java.util.List;

/** What the same death makes of storage and databases. */
final class ClusterSamples {

  private static final String VOLUME = "pvc-0b7f4f6e";
  private static final String WORKLOAD = "StatefulSet git/gitea";
  private static final long GIB = 1L << 30;

  private ClusterSamples() {}

  static Envelope of(EventType type) {
    return switch (type) {
      case NODE_AT_RISK ->
          storage(
              caused(
                  20,
                  new NodeAtRisk(
                      "k3s-1",
                      Risk.AT_RISK,
                      "probes",
                      1,
                      1,
                      1,
                      7 * GIB,
                      List.of(new Endangered(VOLUME, WORKLOAD, 7 * GIB, 2, false)))));
      case VOLUME_CHANGED ->
          storage(
              caused(
                  21,
                  new VolumeChanged(
                      VOLUME,
                      VolumeHealth.DEGRADED,
                      "k3s-2",
                      "git/data-gitea-0",
                      WORKLOAD,
                      20 * GIB,
                      3,
                      2,
                      "2 of 3 replicas are healthy")));
      case REPLICA_CHANGED ->
          storage(
              caused(
                  22,
                  new ReplicaChanged(
                      VOLUME + "-r-5e6f7a8b",
                      VOLUME,
                      "k3s-1",
                      ReplicaState.FAILED,
                      "2026-11-23T12:00:06Z",
                      "2026-11-20T08:11:20Z")));
      case REBUILD_CHANGED ->
          storage(
              caused(
                  23,
                  new RebuildChanged(
                      VOLUME,
                      RebuildStage.COPYING,
                      VOLUME + "-r-5e6f7a8b",
                      "k3s-1",
                      WORKLOAD,
                      1,
                      42,
                      7 * GIB,
                      104_857_600L,
                      41L,
                      "42 % of 7.0 GiB, 100 MiB/s over the last 30 s",
                      "")));
      case LAST_REPLICA ->
          storage(
              caused(24, new LastReplica(VOLUME, true, VOLUME + "-r-1a2b3c4d", "k3s-3", WORKLOAD)));
      case PRIMARY_AT_RISK ->
          db(
              caused(
                  25,
                  new PrimaryAtRisk(
                      "db/pg-main",
                      true,
                      "pg-main-1",
                      "k3s-1",
                      2,
                      true,
                      "synchronous replication is required and has a quorum")));
      case FAILOVER_CHANGED ->
          db(
              Fact.causedBy(
                  id(26),
                  new FailoverChanged(
                      "db/pg-main",
                      3,
                      FailoverKind.FAILOVER,
                      FailoverStage.WRITABLE,
                      "pg-main-1",
                      "pg-main-2",
                      "2026-08-21T10:00:51.204511Z",
                      51_000L,
                      2_010L,
                      19_764L,
                      72_774L,
                      "probes found the node down; then the operator's timestamps",
                      true,
                      "synchronous replication is required and had a quorum",
                      ""),
                  new Fact.Ref(id(25), id(1))));
      case CLUSTER_CHANGED ->
          db(
              caused(
                  27,
                  new ClusterChanged(
                      "db/pg-main",
                      DatabaseHealth.DEGRADED,
                      "pg-main-2",
                      "k3s-2",
                      3,
                      2,
                      List.of("pg-main-1"),
                      List.of(),
                      "Failing over")));
      default -> throw new IllegalArgumentException(type + " is no event of the cluster");
    };
  }

  private static Envelope storage(Fact fact) {
    return by("storage-watcher", fact);
  }

  private static Envelope db(Fact fact) {
    return by("db-watcher", fact);
  }
}
