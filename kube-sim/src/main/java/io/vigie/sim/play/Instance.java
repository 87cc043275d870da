package io.vigie.sim.play;

/**
 * An instance of the database: a pod and its data.
 *
 * @param there whether its pod is there
 * @param ready what its pod says
 * @param role as its pod is labelled
 * @param terminatingAt since when its pod is to be deleted, in ms since the epoch; 0 if it is not
 * @param dueAt when the next thing happens to it; 0 if nothing is planned
 * @param boots which boot of its node it belongs to
 * @param made how many pods it had
 */
record Instance(
    String name,
    String node,
    boolean there,
    Since ready,
    Role role,
    long terminatingAt,
    long dueAt,
    int boots,
    int made) {

  /** As the label says. */
  enum Role {
    PRIMARY,
    REPLICA,
    UNHEALTHY
  }

  static Instance of(String name, Machine on, Role role, long now) {
    return new Instance(name, on.name(), true, new Since(true, now), role, 0, 0, on.boots(), 1);
  }

  /** Whether it answers. */
  boolean answers() {
    return there && ready.is() && terminatingAt == 0;
  }

  Instance role(Role next) {
    return new Instance(name, node, there, ready, next, terminatingAt, dueAt, boots, made);
  }

  Instance ready(boolean is, long at) {
    return new Instance(name, node, there, ready.now(is, at), role, terminatingAt, 0, boots, made);
  }

  Instance terminates(long at) {
    return new Instance(name, node, there, ready, role, at, 0, boots, made);
  }

  Instance due(long at) {
    return new Instance(name, node, there, ready, role, terminatingAt, at, boots, made);
  }

  /** Its pod is gone. */
  Instance gone(long nextAt, long now) {
    return new Instance(name, node, false, ready.now(false, now), role, 0, nextAt, boots, made);
  }

  /** A pod that starts, of a process that has just begun. */
  Instance starts(int boot, boolean another, long readyAt, long now) {
    return new Instance(
        name, node, true, ready.now(false, now), role, 0, readyAt, boot, another ? made + 1 : made);
  }
}
