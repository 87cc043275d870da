package io.vigie.lab.chaos.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is to go wrong while clients call.
 *
 * @param about in one sentence, for people
 * @param length of the load
 */
public record Scenario(String name, String about, Duration length, List<Disturbance> disturbances) {

  public Scenario {
    disturbances = List.copyOf(disturbances);
  }

  /** The same, shorter or longer. */
  public Scenario lasting(Duration other) {
    return new Scenario(name, about, other, disturbances);
  }

  /**
   * When exactly what goes wrong: the same for the same seed, in the order in which it begins. What
   * would outlast the load ends with it.
   */
  public List<Act> acts(long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    List<Act> acts = new ArrayList<>();
    for (Disturbance one : disturbances) {
      SplittableRandom its = chance.split();
      Duration from = one.first().pick(its);
      while (from.compareTo(length) < 0) {
        Duration until = from.plus(one.down().pick(its));
        acts.add(new Act(one.fault(), from, until.compareTo(length) < 0 ? until : length));
        from = one.up() == null ? length : until.plus(one.up().pick(its));
      }
    }
    acts.sort(Comparator.comparing(Act::from));
    return List.copyOf(acts);
  }
}
