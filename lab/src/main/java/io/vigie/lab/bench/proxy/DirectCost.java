package io.vigie.lab.bench.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the whole machine does more per unit where something stands between clients and servers than
 * where a host only routes, as a share of what HAProxy's process takes per unit: each of the same
 * round.
 */
public final class DirectCost {

  private final List<Run> runs;

  /** Of all these runs. */
  public DirectCost(List<Run> runs) {
    this.runs = List.copyOf(runs);
  }

  /** By CPU time, without that of programs that had no part in a run. */
  public List<Double> byCpu(String way, Work work) {
    return shares(way, work, DirectCost::cpuOfParts, Figure.CPU);
  }

  /** By all CPU time of the machine, whoever took it. */
  public List<Double> byAllCpu(String way, Work work) {
    return shares(way, work, run -> run.figure(Figure.SYSTEM_CPU), Figure.CPU);
  }

  /** By cycles of the machine; none where they could not be counted. */
  public List<Double> byCycles(String way, Work work) {
    return shares(way, work, run -> run.figure(Figure.SYSTEM_CYCLES), Figure.CYCLES);
  }

  private List<Double> shares(
      String way, Work work, Function<Run, Optional<Double>> machine, Figure process) {
    List<Double> shares = new ArrayList<>();
    for (Run run : runs) {
      if (run.isOf(way, work, run.round())) {
        Optional<Double> with = machine.apply(run);
        Optional<Double> without = sibling(run, DirectBench.ROUTING).flatMap(machine);
        Optional<Double> unit =
            sibling(run, Haproxy.NAME).flatMap(haproxy -> haproxy.figure(process));
        if (with.isPresent() && without.isPresent() && unit.filter(u -> u > 0).isPresent()) {
          shares.add((with.get() - without.get()) / unit.get());
        }
      }
    }
    return shares;
  }

  private Optional<Run> sibling(Run run, String way) {
    return runs.stream().filter(other -> other.isOf(way, run.work(), run.round())).findFirst();
  }

  private static Optional<Double> cpuOfParts(Run run) {
    Optional<Double> all = run.figure(Figure.SYSTEM_CPU);
    Optional<Double> coresBeside = run.figure(Figure.OTHERS);
    Optional<Double> perSecond = run.figure(Figure.RATE).filter(rate -> rate > 0);
    return all.isPresent() && coresBeside.isPresent() && perSecond.isPresent()
        ? Optional.of(all.get() - coresBeside.get() / perSecond.get())
        : Optional.empty();
  }
}
