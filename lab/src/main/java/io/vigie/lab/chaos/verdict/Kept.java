package io.vigie.lab.chaos.verdict;

import io.vigie.lab.chaos.load.Sessions.Ended;
import io.vigie.lab.chaos.load.Sessions.Kind;
import java.util.List;

/**
 * What became of sessions that were to stay.
 *
 * @param cut how many ended before the load did, with a word: a reset or an end
 * @param hung how many ended without one: the client gave up
 * @param worstSilentMillis from the last line of a session to when its client knew that it is over,
 *     at most; 0 if none ended
 */
public record Kept(int cut, int hung, double worstSilentMillis) {

  /** Of those of one kind. */
  public static Kept of(List<Ended> all, Kind kind) {
    List<Ended> its = all.stream().filter(one -> one.kind() == kind).toList();
    int hung = Math.toIntExact(its.stream().filter(Ended::hung).count());
    double worst = its.stream().mapToDouble(Ended::silentMillis).max().orElse(0);
    return new Kept(its.size() - hung, hung, worst);
  }
}
