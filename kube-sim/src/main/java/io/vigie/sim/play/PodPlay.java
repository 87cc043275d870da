package io.vigie.sim.play;

import java.util.Map;

/** The node controller and the kubelets, for the pods of the database. */
final class PodPlay {

  private static final double EVICTION = 305;
  private static final double RECREATE = 3;
  private static final double START = 20;
  private static final double REJOIN = 15;
  private static final int MOST_DEAD_PERCENT = 55;

  private final Tempo tempo;
  private final Map<String, Machine> machines;
  private final boolean evicts;
  private final long now;

  PodPlay(Tempo tempo, Map<String, Machine> machines, long now) {
    this.tempo = tempo;
    this.machines = machines;
    this.now = now;
    long dead = machines.values().stream().filter(m -> !m.ready().is()).count();
    this.evicts = dead * 100 < (long) MOST_DEAD_PERCENT * machines.size();
  }

  Database step(Database db) {
    return db.each(this::step);
  }

  private Instance step(Instance pod) {
    Machine on = machines.get(pod.node());
    if (on == null) {
      return pod;
    }
    return on.ready().is() ? onNode(pod, on) : onDeadNode(pod, on);
  }

  private Instance onDeadNode(Instance pod, Machine on) {
    if (pod.there() && pod.ready().is()) {
      return pod.ready(false, on.ready().at());
    }
    boolean late = now - on.ready().at() >= tempo.millis(EVICTION);
    return pod.there() && pod.terminatingAt() == 0 && late && evicts ? pod.terminates(now) : pod;
  }

  private Instance onNode(Instance pod, Machine on) {
    if (!on.power().is()) {
      return pod; // nobody has noticed
    }
    if (!pod.there()) {
      boolean due = now >= pod.dueAt();
      return due ? pod.starts(on.boots(), true, now + tempo.millis(START), now) : pod;
    }
    if (pod.terminatingAt() > 0) {
      return pod.gone(now + tempo.millis(RECREATE), now);
    }
    if (pod.boots() != on.boots()) {
      return pod.starts(on.boots(), false, now + tempo.millis(START), now);
    }
    if (pod.ready().is()) {
      return pod;
    }
    if (pod.dueAt() == 0) {
      return pod.due(now + tempo.millis(REJOIN));
    }
    return now >= pod.dueAt() ? pod.ready(true, now) : pod;
  }
}
