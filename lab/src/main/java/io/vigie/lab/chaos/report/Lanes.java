package io.vigie.lab.chaos.report;

import io.vigie.lab.chaos.verdict.Told.Broken;
import java.util.ArrayList;
import java.util.List;

/** Where the faults of a timeline are named: those that overlap stand in different lanes. */
final class Lanes {

  /** What a name needs beyond its fault, as a share of the whole. */
  private static final double LEAST_WIDTH = 0.06;

  private Lanes() {}

  /**
   * A fault in its lane.
   *
   * @param number from 1 on
   * @param until before the next of its lane, or the end: its name has room until then
   */
  record Place(int number, Broken fault, int lane, double until) {}

  /**
   * Gives each to the first lane that is free.
   *
   * @param faults in the order in which they begin
   */
  static List<Place> of(List<Broken> faults, double seconds) {
    List<Double> freeFrom = new ArrayList<>();
    List<Integer> lanes = new ArrayList<>();
    for (Broken fault : faults) {
      int lane = 0;
      while (lane < freeFrom.size() && freeFrom.get(lane) > fault.from()) {
        lane++;
      }
      double free = Math.max(fault.until(), fault.from() + LEAST_WIDTH * seconds);
      if (lane == freeFrom.size()) {
        freeFrom.add(free);
      } else {
        freeFrom.set(lane, free);
      }
      lanes.add(lane);
    }
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < faults.size(); i++) {
      double until = Math.max(seconds, faults.get(i).until());
      for (int next = faults.size() - 1; next > i; next--) {
        until = lanes.get(next).equals(lanes.get(i)) ? faults.get(next).from() : until;
      }
      places.add(new Place(i + 1, faults.get(i), lanes.get(i), until));
    }
    return places;
  }
}
