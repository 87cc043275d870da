package io.vigie.kube.gate;

import static io.vigie.kube.gate.Area.DATABASE;
import static io.vigie.kube.gate.Drafts.condition;
import static io.vigie.kube.gate.Row.row;
import static io.vigie.kube.gate.Verdict.NO;
import static io.vigie.kube.gate.Verdict.UNKNOWN;
import static io.vigie.kube.gate.Verdict.WARNING;
import static io.vigie.kube.gate.Verdict.YES;

import io.vigie.kube.gate.Drafts.DatabaseDraft;
import io.vigie.kube.model.Postgres.Sync;
import io.vigie.kube.model.Quorum;
import io.vigie.kube.model.Tri;
import java.util.List;
import java.util.stream.Stream;

/** Rows about databases. */
final class DatabaseRows {

  private DatabaseRows() {}

  static List<Row> rows() {
    return Stream.of(databases(), commits()).flatMap(List::stream).toList();
  }

  private static List<Row> databases() {
    return List.of(
        row(
            "a failover has begun",
            3,
            NO,
            DATABASE,
            "db/pg changes its primary: from pg-1 to pending",
            s -> s.database(d -> d.target = "pending")),
        row(
            "a switchover",
            3,
            NO,
            DATABASE,
            "changes its primary: from pg-1 to pg-2",
            s -> s.database(d -> d.target = "pg-2")),
        row(
            "an instance is missing",
            3,
            NO,
            DATABASE,
            "has 2 of 3 instances ready",
            s -> s.database(d -> d.ready = 2).pod(2, p -> p.ready = condition(Tri.FALSE))),
        row(
            "it calls itself healthy while a pod is not ready",
            3,
            NO,
            DATABASE,
            "has 2 of 3 instances ready, though it says that all are",
            s -> s.pod(2, p -> p.ready = condition(Tri.FALSE))),
        row(
            "its phase is a failure of minutes ago: it does not decide",
            3,
            YES,
            DATABASE,
            "each of 1 databases",
            s -> s.database(d -> d.phase = "Failing over")),
        row(
            "a pod is being deleted, and still says that it is ready",
            3,
            NO,
            DATABASE,
            "has 2 of 3 instances ready",
            s -> s.pod(2, p -> p.deleting = true)),
        row(
            "the primary is here, and no standby is ready",
            1,
            NO,
            DATABASE,
            "no ready standby elsewhere",
            s -> s.databaseOn(1, 2).pod(2, p -> p.ready = condition(Tri.FALSE))),
        row(
            "the primary is here, and its standby too",
            1,
            NO,
            DATABASE,
            "has all its instances here",
            s -> s.databaseOn(1, 1)),
        row(
            "all instances are on one node, elsewhere",
            3,
            YES,
            DATABASE,
            WARNING,
            "has all instances on k3s-1",
            s -> s.databaseOn(1, 1)),
        row(
            "one instance, here",
            3,
            NO,
            DATABASE,
            "has one instance, and it is here: downtime unavoidable",
            s -> s.databaseOn(3)),
        row("one instance, elsewhere", 3, YES, DATABASE, "each of 1", s -> s.databaseOn(2)),
        row(
            "fenced",
            3,
            NO,
            DATABASE,
            "is fenced: *",
            s -> s.database(d -> d.fenced = List.of("*"))),
        row(
            "hibernated",
            3,
            NO,
            DATABASE,
            "hibernates",
            s ->
                s.database(
                    d -> {
                      d.hibernated = true;
                      d.ready = 0;
                      d.pods.clear();
                    })),
        row(
            "the operator looks away",
            3,
            NO,
            DATABASE,
            "is not reconciled",
            s -> s.database(d -> d.reconciled = false)),
        row(
            "where the primary runs is not known",
            3,
            NO,
            DATABASE,
            UNKNOWN,
            "where its primary pg-9 runs is not known",
            s ->
                s.database(
                    d -> {
                      d.primary = "pg-9";
                      d.target = "pg-9";
                      d.instances = 4;
                      d.ready = 4;
                    })),
        row(
            "it has no primary yet",
            3,
            NO,
            DATABASE,
            "has no primary yet",
            s ->
                s.database(
                    d -> {
                      d.primary = "";
                      d.target = "";
                    })),
        row(
            "the archive fails",
            3,
            YES,
            DATABASE,
            WARNING,
            "does not archive its WAL",
            s -> s.database(d -> d.archiving = condition(Tri.FALSE, "ContinuousArchivingFailing"))),
        row(
            "one of two databases",
            3,
            NO,
            DATABASE,
            "db/other has one instance",
            s -> s.databases.put("db/other", new DatabaseDraft("other", 3))));
  }

  private static List<Row> commits() {
    return List.of(
        row(
            "writes wait for a standby, and the only one is here",
            3,
            NO,
            DATABASE,
            "would block writes",
            s -> s.databaseOn(1, 3).database(d -> d.sync = new Sync(1, true, false))),
        row(
            "the primary is here, and its heir would have no standby",
            1,
            NO,
            DATABASE,
            "would block writes: they wait for 1 synchronous standby, and 0 would be left",
            s -> s.databaseOn(1, 3).database(d -> d.sync = new Sync(1, true, false))),
        row(
            "writes wait for two standbys, and one is here",
            3,
            NO,
            DATABASE,
            "and 1 would be left",
            s -> s.database(d -> d.sync = new Sync(2, true, false))),
        row(
            "as many standbys are left as writes wait for",
            3,
            YES,
            DATABASE,
            WARNING,
            "the next loss blocks them",
            s -> s.database(d -> d.sync = new Sync(1, true, false))),
        row(
            "writes do without if they must",
            3,
            YES,
            DATABASE,
            "each of 1",
            s -> s.databaseOn(1, 3).database(d -> d.sync = new Sync(1, false, false))),
        row(
            "while it is away, no failover would be allowed",
            3,
            YES,
            DATABASE,
            WARNING,
            "would refuse a failover: 1 ready of 2",
            s -> {
              s.database(d -> d.sync = new Sync(1, true, true));
              s.quorums.put("db/pg", new Quorum("db/pg", List.of("pg-2", "pg-3"), 1, "pg-1"));
            }),
        row(
            "the primary is here, and a failover would be refused",
            1,
            NO,
            DATABASE,
            "has no FailoverQuorum object",
            s -> s.database(d -> d.sync = new Sync(1, true, true))));
  }
}
