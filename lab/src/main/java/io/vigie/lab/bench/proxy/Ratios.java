package io.vigie.lab.bench.proxy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What runs of one product come to, by itself and beside another. */
public final class Ratios {

  private final List<Run> runs;

  /** Of all these runs. */
  public Ratios(List<Run> runs) {
    this.runs = List.copyOf(runs);
  }

  /** One figure of a product's runs, by round; none where it was not taken. */
  public List<Double> figures(String product, Work work, Figure figure) {
    return of(product, work).flatMap(run -> run.figure(figure).stream()).toList();
  }

  /** The same divided by the other's of the same round, for rounds that both have. */
  public List<Double> paired(String product, String other, Work work, Figure figure) {
    return of(product, work)
        .flatMap(
            mine ->
                of(other, work)
                    .filter(theirs -> theirs.round() == mine.round())
                    .flatMap(theirs -> ratio(mine, theirs, figure).stream()))
        .toList();
  }

  private static Optional<Double> ratio(Run mine, Run theirs, Figure figure) {
    return mine.figure(figure)
        .flatMap(a -> theirs.figure(figure).filter(b -> b > 0).map(b -> a / b));
  }

  /** How many runs it has made. */
  public long rounds(String product, Work work) {
    return of(product, work).count();
  }

  /** The errors of all its runs. */
  public long errors(String product, Work work) {
    return of(product, work).mapToLong(Run::errors).sum();
  }

  private Stream<Run> of(String product, Work work) {
    return runs.stream()
        .filter(run -> run.work() == work && run.round() > 0 && run.product().equals(product));
  }
}
