package io.vigie.sim.play;

import io.vigie.sim.play.Scene.Place;

/**
 * A node: what it really does, and what the API says of it.
 *
 * @param number which one, from 0
 * @param power whether it can be reached
 * @param killed whether it boots when it comes back, or did when it came
 * @param boots how often it has
 * @param ready what Kubernetes says
 * @param voter what K3s says of its etcd member
 * @param storage what Longhorn says
 * @param manager whether its instance manager runs
 * @param cordoned whether somebody keeps work away from it
 * @param renewedAt when its lease was renewed, in ms since the epoch
 */
record Machine(
    Place place,
    int number,
    Since power,
    boolean killed,
    int boots,
    Since ready,
    Since voter,
    Since storage,
    Since manager,
    Since cordoned,
    long renewedAt) {

  static Machine of(Place place, int number, long now) {
    Since yes = new Since(true, now);
    return new Machine(
        place, number, yes, false, 0, yes, yes, yes, yes, new Since(false, now), now);
  }

  String name() {
    return place.name();
  }

  /** Whether replicas on it can be used. */
  boolean serves() {
    return power.is() && storage.is() && manager.is();
  }

  /** Whether a replica may be put there. */
  boolean takes() {
    return serves() && !cordoned.is();
  }

  Machine went(boolean dead, long now) {
    return new Machine(
        place,
        number,
        power.now(false, now),
        dead || (killed && !power.is()),
        boots,
        ready,
        voter,
        storage,
        manager,
        cordoned,
        renewedAt);
  }

  Machine came(long now) {
    if (power.is()) {
      return this;
    }
    return new Machine(
        place,
        number,
        new Since(true, now),
        killed,
        killed ? boots + 1 : boots,
        ready,
        voter,
        storage,
        killed ? manager.now(false, now) : manager,
        cordoned,
        renewedAt);
  }

  Machine cordoned(boolean is, long now) {
    return new Machine(
        place,
        number,
        power,
        killed,
        boots,
        ready,
        voter,
        storage,
        manager,
        cordoned.now(is, now),
        renewedAt);
  }

  Machine said(Since nextReady, Since nextVoter, Since nextStorage, Since nextManager) {
    return new Machine(
        place,
        number,
        power,
        killed,
        boots,
        nextReady,
        nextVoter,
        nextStorage,
        nextManager,
        cordoned,
        renewedAt);
  }

  Machine renewed(long now) {
    return new Machine(
        place, number, power, killed, boots, ready, voter, storage, manager, cordoned, now);
  }
}
