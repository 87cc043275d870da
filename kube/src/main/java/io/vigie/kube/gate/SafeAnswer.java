package io.vigie.kube.gate;

import java.time.Instant;
import java.util.List;

/**
 * May a node be taken down?
 *
 * @param node which
 * @param verdict no if any finding says so, else unknown if any does, else yes
 * @param findings every reason, the worst first
 * @param asOf when that was, by the clock of who answers
 */
public record SafeAnswer(String node, Verdict verdict, List<Finding> findings, Instant asOf) {

  public SafeAnswer {
    findings = List.copyOf(findings);
  }
}
