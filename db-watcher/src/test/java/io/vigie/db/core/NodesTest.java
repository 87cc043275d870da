package io.vigie.db.core;

import static io.vigie.db.core.Cnpg.database;
import static io.vigie.db.core.Cnpg.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.PrimaryAtRisk;
import io.vigie.kube.model.Tri;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is down, by whose word, and for how long that counts. */
class NodesTest {

  private final Watched db = Watched.of(database().is());

  @Test
  void whoIsDownStaysSoWhileNobodyLooks() {
    db.probe("k3s-1", NodeStatus.DOWN);
    db.silence(30);
    assertTrue(db.risk().alarm(), "Kubernetes would not have noticed by now");
    db.silence(40);
    assertFalse(db.risk().alarm(), "Kubernetes would have, and says that it is ready");
    assertEquals(DatabaseHealth.HEALTHY, db.cluster().health());
  }

  @Test
  void whatKubernetesNoticedAndTookBackCountsAtOnceThen() {
    db.probe("k3s-1", NodeStatus.DOWN);
    db.silence(10);
    db.see(node(1, Tri.UNKNOWN));
    db.silence(100);
    assertTrue(db.risk().alarm());
    db.see(node(1, Tri.TRUE));
    assertFalse(db.risk().alarm());
  }

  @Test
  void whoStartsAnewBelievesWhatWasTold() {
    db.probe("k3s-1", NodeStatus.DOWN);
    db.restartAlone();
    assertTrue(db.risk().alarm());
    assertEquals(1, db.told(PrimaryAtRisk.class).size());
    db.silence(61);
    assertFalse(db.risk().alarm());
  }

  @Test
  void aNodeThatOneObserverDisputesIsNotDown() {
    db.probe("lb-2", "k3s-1", NodeStatus.UP);
    db.probe("k3s-1", NodeStatus.DOWN);
    assertEquals(List.of(), db.told(PrimaryAtRisk.class));
    db.probe("lb-2", "k3s-1", NodeStatus.DOWN);
    assertTrue(db.risk().alarm());
    db.probe("lb-2", "k3s-1", NodeStatus.DEGRADED);
    assertFalse(db.risk().alarm());
  }

  @Test
  void whatHoldsIsShown() {
    db.probe("k3s-1", NodeStatus.DOWN);
    Overview shown = db.overview();
    assertEquals(Map.of("k3s-1", "probes"), shown.nodesDown());
    assertEquals(Map.of("down", 1), shown.byHealth());
    assertEquals(List.of(db.risk()), shown.atRisk());
    assertEquals(List.of(db.cluster()), shown.databases());
    assertEquals(List.of(), shown.failovers());
    db.see(node(1, Tri.UNKNOWN));
    assertEquals(Map.of("k3s-1", "probes, kubernetes"), db.overview().nodesDown());
  }
}
