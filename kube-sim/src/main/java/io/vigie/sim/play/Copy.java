package io.vigie.sim.play;

/**
 * A replica.
 *
 * @param node where it is
 * @param marks what its spec says of its health
 * @param stage what it does
 * @param since since when, in ms since the epoch
 * @param boots which boot of its node its process belongs to
 * @param run which of its processes this is, from 0: each has its own port
 * @param progress how many per cent are copied
 * @param polledAt when that was read
 */
record Copy(
    String name,
    String node,
    Marks marks,
    Stage stage,
    long since,
    int boots,
    int run,
    int progress,
    long polledAt) {

  /** What it does. */
  enum Stage {
    /** Holds the data, and is read and written where its volume is attached. */
    IN_USE,
    /** The engine cannot reach it; its object does not say so yet. */
    ERR,
    /** Cannot be used as it is. */
    FAILED,
    /** To be rebuilt when its node has time for it. */
    QUEUED,
    /** Its process starts. */
    STARTING,
    /** Its process runs, the engine does not know it yet. */
    RUNNING,
    /** Data is copied to it. */
    COPYING
  }

  /**
   * What its spec says, each in ms since the epoch, 0 for never.
   *
   * @param retries as {@code rebuildRetryCount}
   */
  record Marks(long failedAt, long healthyAt, long lastFailedAt, long lastHealthyAt, int retries) {

    private static final long SECOND = 1_000;
    static final int NEW = 5;

    static Marks healthy(long now) {
      return new Marks(0, now, 0, now, 0);
    }

    static Marks fresh() {
      return new Marks(0, 0, 0, 0, NEW);
    }

    Marks failed(long now) {
      return new Marks(now, healthyAt, now, lastHealthyAt, retries);
    }

    Marks reused() {
      return new Marks(0, 0, lastFailedAt, lastHealthyAt, retries + 1);
    }

    /** Read and written; later than its last failure also in whole seconds. */
    Marks used(long now) {
      long at = lastFailedAt == 0 ? now : Math.max(now, lastFailedAt + SECOND);
      return new Marks(0, healthyAt == 0 ? at : healthyAt, lastFailedAt, at, 0);
    }
  }

  static Copy first(String name, Machine on, long now) {
    return new Copy(name, on.name(), Marks.healthy(now), Stage.IN_USE, now, on.boots(), 0, 0, 0);
  }

  static Copy added(String name, Machine on, long now) {
    return new Copy(name, on.name(), Marks.fresh(), Stage.QUEUED, now, on.boots(), 0, 0, 0);
  }

  /** Whether it is on its way to be used. */
  boolean rebuilds() {
    return switch (stage) {
      case QUEUED, STARTING, RUNNING, COPYING -> true;
      case IN_USE, ERR, FAILED -> false;
    };
  }

  /** Whether its process is the node's to feed. */
  boolean loads() {
    return stage == Stage.STARTING || stage == Stage.RUNNING || stage == Stage.COPYING;
  }

  /** Whether it has a process. */
  boolean runs() {
    return switch (stage) {
      case IN_USE, ERR, RUNNING, COPYING -> true;
      case FAILED, QUEUED, STARTING -> false;
    };
  }

  boolean inUse() {
    return stage == Stage.IN_USE;
  }

  boolean failed() {
    return stage == Stage.FAILED;
  }

  Copy in(Stage next, long now) {
    return new Copy(name, node, marks, next, now, boots, run, 0, now);
  }

  Copy fail(long now) {
    return new Copy(name, node, marks.failed(now), Stage.FAILED, now, boots, run, 0, 0);
  }

  /** To be rebuilt from what is left of it. */
  Copy reuse(long now) {
    return new Copy(name, node, marks.reused(), Stage.QUEUED, now, boots, run, 0, 0);
  }

  Copy start(int boot, long now) {
    return new Copy(name, node, marks, Stage.STARTING, now, boot, run + 1, 0, 0);
  }

  Copy use(int boot, long now) {
    return new Copy(name, node, marks.used(now), Stage.IN_USE, now, boot, run, 0, 0);
  }

  Copy copied(int percent, long now) {
    return new Copy(name, node, marks, stage, since, boots, run, percent, now);
  }
}
