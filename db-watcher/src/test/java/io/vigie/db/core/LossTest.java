package io.vigie.db.core;

import static io.vigie.db.core.Cnpg.database;
import static io.vigie.db.core.Cnpg.pod;
import static io.vigie.db.core.Cnpg.quorum;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Postgres.Sync;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be proven of the last transactions when the primary's node dies. */
class LossTest {

  static List<Arguments> pictures() {
    Kubernetes quorum = quorum("pg-1", "pg-2", "pg-3");
    Kubernetes dead = pod(3, "replica", false, Cnpg.LONG_AGO);
    return List.of(
        Arguments.of(
            new Sync(1, true, true),
            List.of(quorum),
            true,
            "synchronous replication is required and has a quorum: 2 + 1 of 2"),
        Arguments.of(
            new Sync(1, true, true),
            List.of(quorum, dead),
            false,
            "too few synchronous standbys are ready for a quorum: 1 + 1 of 2"),
        Arguments.of(Sync.NONE, List.of(quorum), false, "replication is asynchronous"),
        Arguments.of(
            new Sync(1, false, true),
            List.of(quorum),
            false,
            "synchronous replication gives way when standbys are missing"),
        Arguments.of(
            new Sync(1, true, false),
            List.of(quorum),
            false,
            "no failover quorum: a standby without the last transactions may be chosen"),
        Arguments.of(
            new Sync(1, true, true),
            List.of(),
            false,
            "which standbys confirm transactions is not recorded"),
        Arguments.of(
            new Sync(1, true, true),
            List.of(quorum("pg-3", "pg-1", "pg-2")),
            false,
            "which standbys confirm transactions is not recorded"));
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void losslessIsOnlyWhatIsProven(
      Sync sync, List<Kubernetes> objects, boolean lossless, String basis) {
    Watched db = Watched.of(database().sync(sync).is());
    objects.forEach(db::see);
    db.probe("k3s-1", NodeStatus.DOWN);
    assertEquals(lossless, db.risk().lossless());
    assertEquals(basis, db.risk().losslessBasis());
    db.see(
        database()
            .sync(sync)
            .healthy("pg-2", "pg-3")
            .target("pending", "2026-08-21T10:00:51Z")
            .is());
    assertEquals(lossless, db.failover().lossless(), "as told when the danger began");
  }
}
