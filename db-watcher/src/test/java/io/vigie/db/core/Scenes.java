package io.vigie.db.core;

import static io.vigie.db.core.Cnpg.LONG_AGO;
import static io.vigie.db.core.Cnpg.database;
import static io.vigie.db.core.Cnpg.lease;
import static io.vigie.db.core.Cnpg.node;
import static io.vigie.db.core.Cnpg.podOn;
import static io.vigie.db.core.Cnpg.quorum;

import io.vigie.db.core.Cnpg.Draft;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Pod;
import io.vigie.kube.model.Postgres;
import io.vigie.kube.model.Tri;
import java.util.List;

/**
 * What the API server says in each scene: one list for each kind and object, as each is in order by
 * itself alone, the first of them as before.
 */
final class Scenes {

  private static final String NOTICED = "2026-08-21T10:00:51Z";
  private static final String PENDING = "2026-08-21T10:00:51.204511Z";
  private static final String CHOSEN = "2026-08-21T10:00:53.010223Z";
  private static final String PROMOTED = "2026-08-21T10:01:12.774120Z";
  private static final String BACK = "2026-08-21T10:14:20Z";
  private static final String ASKED = "2026-08-21T11:00:03.551001Z";
  private static final String STOPPED = "2026-08-21T11:00:05Z";
  private static final String MOVED = "2026-08-21T11:00:08.901774Z";
  private static final String AGAIN = "2026-08-21T11:00:15Z";

  private Scenes() {}

  /** Node k3s-2, with the primary, vanishes at 10:00:00 and returns at 10:13:30. */
  static List<List<Kubernetes>> failover() {
    return List.of(
        lost(),
        List.of(
            first("primary", true, LONG_AGO, false),
            first("primary", false, NOTICED, false),
            first("unhealthy", false, NOTICED, false),
            first("replica", false, NOTICED, false),
            first("replica", false, NOTICED, true),
            first("replica", false, BACK, false),
            first("replica", true, BACK, false)),
        List.of(second("replica"), second("primary")),
        List.of(node(2, Tri.TRUE), node(2, Tri.UNKNOWN), node(2, Tri.TRUE)),
        List.of(lease("pg-1"), lease("pg-2")),
        List.of(quorum("pg-1", "pg-2", "pg-3"), quorum("pg-2", "pg-1", "pg-3")));
  }

  private static List<Kubernetes> lost() {
    Draft two = database().healthy("pg-2", "pg-3").phase("Failing over");
    Postgres pending = two.target("pending", PENDING).is();
    Postgres flap = two.target("pg-1", "2026-08-21T10:00:51.9Z").is();
    Postgres again = two.target("pending", "2026-08-21T10:00:52.1Z").is();
    Postgres chosen = two.target("pg-2", CHOSEN).is();
    Postgres promoted = two.primary("pg-2", PROMOTED).is();
    Postgres waiting = two.phase("Waiting for the instances to become active").is();
    Postgres whole = two.healthy("pg-1", "pg-2", "pg-3").phase("Cluster in healthy state").is();
    return List.of(
        database().is(), pending, flap, again, chosen, promoted, waiting, waiting, whole);
  }

  /** The node of the primary is drained: pg-2 is asked to take over. */
  static List<List<Kubernetes>> switchover() {
    Draft draft = database();
    Postgres before = draft.is();
    Postgres asked = draft.target("pg-2", ASKED).phase("Switchover in progress").is();
    Postgres stopped = draft.healthy("pg-2", "pg-3").is();
    Postgres moved = draft.primary("pg-2", MOVED).is();
    Postgres whole = draft.healthy("pg-1", "pg-2", "pg-3").phase("Cluster in healthy state").is();
    return List.of(
        List.of(before, asked, stopped, moved, whole),
        List.of(
            first("primary", true, LONG_AGO, false),
            first("primary", false, STOPPED, false),
            first("replica", false, STOPPED, false),
            first("replica", true, AGAIN, false)),
        List.of(second("replica"), second("primary")),
        List.of(lease("pg-1"), lease(""), lease("pg-2")));
  }

  /** What never changes. */
  static List<Kubernetes> rest() {
    return List.of(
        podOn("k3s-3", 3, "replica", true, LONG_AGO, false), node(1, Tri.TRUE), node(3, Tri.TRUE));
  }

  /** What the second scene does not change either. */
  static List<Kubernetes> restOfSwitchover() {
    return List.of(node(2, Tri.TRUE), quorum("pg-1", "pg-2", "pg-3"));
  }

  private static Pod first(String role, boolean ready, String since, boolean deleting) {
    return podOn("k3s-2", 1, role, ready, since, deleting);
  }

  private static Pod second(String role) {
    return podOn("k3s-1", 2, role, true, LONG_AGO, false);
  }
}
