package io.vigie.db.core;

import io.vigie.kube.model.Condition;
import io.vigie.kube.model.KubeNode;
import io.vigie.kube.model.Lease;
import io.vigie.kube.model.Pod;
import io.vigie.kube.model.Postgres;
import io.vigie.kube.model.Postgres.Sync;
import io.vigie.kube.model.Quorum;
import io.vigie.kube.model.Tri;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** CloudNativePG's objects as tests need them: database db/pg, three instances on three nodes. */
final class Cnpg {

  static final String NAME = "db/pg";
  static final String LONG_AGO = "2026-07-03T17:21:02Z";
  static final Sync QUORATE = new Sync(1, true, true);

  private Cnpg() {}

  /** A database that is well: pg-1 is primary. */
  static Draft database() {
    return new Draft();
  }

  /** What a database is to be like. */
  static final class Draft {

    private int instances = 3;
    private int ready = 3;
    private final List<String> names = new ArrayList<>(List.of("pg-1", "pg-2", "pg-3"));
    private String primary = "pg-1";
    private String primarySince = LONG_AGO;
    private String target = "pg-1";
    private String targetSince = LONG_AGO;
    private String failingSince = "";
    private String phase = "Cluster in healthy state";
    private List<String> healthy = List.of("pg-1", "pg-2", "pg-3");
    private Sync sync = QUORATE;
    private List<String> fenced = List.of();
    private boolean hibernated;
    private boolean reconciled = true;
    private Condition archiving = Condition.ABSENT;
    private boolean deleting;

    Draft instances(int instances) {
      this.instances = instances;
      names.clear();
      for (int i = 1; i <= instances; i++) {
        names.add("pg-" + i);
      }
      return healthy(names.toArray(String[]::new));
    }

    /** The instances that the operator finds well. */
    Draft healthy(String... instances) {
      healthy = List.of(instances);
      ready = instances.length;
      return this;
    }

    Draft primary(String instance, String since) {
      primary = instance;
      primarySince = since;
      return this;
    }

    Draft target(String instance, String since) {
      target = instance;
      targetSince = since;
      return this;
    }

    Draft phase(String phase) {
      this.phase = phase;
      return this;
    }

    Draft failingSince(String since) {
      failingSince = since;
      return this;
    }

    Draft sync(Sync sync) {
      this.sync = sync;
      return this;
    }

    Draft fenced(String... instances) {
      fenced = List.of(instances);
      return this;
    }

    Draft hibernated() {
      hibernated = true;
      return this;
    }

    Draft unreconciled() {
      reconciled = false;
      return this;
    }

    Draft archivingFails() {
      archiving = new Condition(Tri.FALSE, "ContinuousArchivingFailing", "exit 2", LONG_AGO);
      return this;
    }

    Draft deleting() {
      deleting = true;
      return this;
    }

    Postgres is() {
      return new Postgres(
          NAME,
          instances,
          ready,
          names,
          primary,
          primarySince,
          target,
          targetSince,
          failingSince,
          3,
          phase,
          healthy,
          Map.of(),
          sync,
          fenced,
          hibernated,
          reconciled,
          archiving,
          deleting);
    }
  }

  /** A database that the operator has not looked at yet. */
  static Postgres fresh() {
    return database().healthy().primary("", "").target("", "").phase("").is();
  }

  /** Instance pg-1 runs on k3s-1, and so on. */
  static Pod pod(int instance, String role, boolean ready, String since) {
    return pod(instance, role, ready, since, false);
  }

  static Pod pod(int instance, String role, boolean ready, String since, boolean deleting) {
    return podOn("k3s-" + instance, instance, role, ready, since, deleting);
  }

  static Pod podOn(
      String node, int instance, String role, boolean ready, String since, boolean deleting) {
    String name = "pg-" + instance;
    Condition condition = new Condition(ready ? Tri.TRUE : Tri.FALSE, "", "", since);
    return new Pod("db/" + name, name, NAME, role, node, condition, deleting);
  }

  static KubeNode node(int node, Tri ready) {
    Condition condition = new Condition(ready, "", "", LONG_AGO);
    return new KubeNode("k3s-" + node, condition, true, condition, false, "boot");
  }

  static Lease lease(String holder) {
    return new Lease(NAME, holder, LONG_AGO, 2);
  }

  static Quorum quorum(String primary, String... standbys) {
    return new Quorum(NAME, List.of(standbys), 1, primary);
  }
}
