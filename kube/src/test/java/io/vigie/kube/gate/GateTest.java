package io.vigie.kube.gate;

import static io.vigie.kube.gate.Area.DATABASE;
import static io.vigie.kube.gate.Area.ETCD;
import static io.vigie.kube.gate.Area.KUBERNETES;
import static io.vigie.kube.gate.Area.LONGHORN;
import static io.vigie.kube.gate.Area.POOLS;
import static io.vigie.kube.gate.Area.VIP;
import static io.vigie.kube.gate.Verdict.NO;
import static io.vigie.kube.gate.Verdict.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.kube.gate.Drafts.VolumeDraft;
import io.vigie.kube.model.Volume.Robustness;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clusters, one a row, each with its answer and the reason for it. */
class GateTest {

  static List<Row> rows() {
    return Stream.of(
            ClusterRows.rows(), LonghornRows.rows(), DatabaseRows.rows(), BalancerRows.rows())
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void theAnswerAndItsReason(Row row) {
    Scene scene = new Scene();
    row.change().accept(scene);
    SafeAnswer answer = Gate.judge(scene.picture(), "k3s-" + row.node());
    assertEquals(row.verdict(), answer.verdict(), () -> text(answer));
    assertTrue(
        answer.findings().stream()
            .anyMatch(
                f ->
                    f.area() == row.area()
                        && f.verdict() == row.finding()
                        && f.text().contains(row.text())),
        () -> text(answer));
  }

  @Test
  void whatSpeaksAgainstItComesFirstAndSaysWhatToDo() {
    for (Row row : rows()) {
      Scene scene = new Scene();
      row.change().accept(scene);
      SafeAnswer answer = Gate.judge(scene.picture(), "k3s-" + row.node());
      List<Verdict> order = answer.findings().stream().map(Finding::verdict).toList();
      assertEquals(order.stream().sorted((a, b) -> b.compareTo(a)).toList(), order, row.what());
      for (Finding finding : answer.findings()) {
        boolean against = finding.verdict() == NO || finding.verdict() == UNKNOWN;
        assertFalse(against && finding.whatToDo().isEmpty(), finding::toString);
      }
    }
  }

  @Test
  void everyAreaIsSpokenOf() {
    SafeAnswer answer = Gate.judge(new Scene().picture(), "k3s-3");
    Set<Area> areas = new TreeSet<>(answer.findings().stream().map(Finding::area).toList());
    assertEquals(Set.of(KUBERNETES, ETCD, LONGHORN, DATABASE, POOLS, VIP), areas);
  }

  @Test
  void manyVolumesAreOneReason() {
    Scene scene = new Scene();
    for (int i = 10; i < 60; i++) {
      VolumeDraft volume = new VolumeDraft(1, 2, 3);
      volume.robustness = Robustness.DEGRADED;
      scene.volume("pvc-" + i, volume);
    }
    List<Finding> against =
        Gate.judge(scene.picture(), "k3s-3").findings().stream()
            .filter(f -> f.verdict() == NO)
            .toList();
    assertEquals(1, against.size());
    assertTrue(against.getFirst().text().endsWith(" and 42 more"), against::toString);
  }

  private static String text(SafeAnswer answer) {
    return answer.verdict()
        + Stream.concat(Stream.of(""), answer.findings().stream().map(Finding::toString))
            .reduce((a, b) -> a + "\n  " + b)
            .orElse("");
  }
}
