package io.vigie.kube.mind;

import io.vigie.event.Envelope;
import io.vigie.event.Fact;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.read.Kind;
import java.util.List;

/**
 * The core of a watcher: takes in objects, the observers' words and what was told so far, and
 * answers what is to be told now.
 *
 * <p>What is told is the difference between what is so and the last word on it, whoever said that:
 * nothing is told twice, after a restart as little as after another watcher's turn. Inputs only
 * mark what they touch and cost little; {@link #work} judges it, in portions.
 *
 * <p>{@code now} is the caller's monotonic clock in ns. Pure; thread rule: one thread.
 */
public interface Mind {

  /** An object is there, or is another than before. */
  void seen(Kubernetes object, long now);

  /**
   * An object is gone.
   *
   * @param key as {@link Kubernetes#key}
   */
  void gone(Kind kind, String key, long now);

  /**
   * Whether all that is there was seen, so that what was not seen is not there. Nothing is told
   * before.
   */
  void whole(boolean whole);

  /**
   * Whether it is this watcher's turn to speak, all that others said being heard. Nothing is told
   * without it.
   */
  void speaks(boolean speaks);

  /**
   * An event: an observer's, a watcher's of the same kind, or anybody's that was heard.
   *
   * @param fresh whether it happened just now: only then may it set anything off
   */
  void heard(Envelope envelope, boolean fresh, long now);

  /**
   * The local link to this host's observer was opened, or pinged.
   *
   * @param observer its host
   */
  void linkAlive(String observer, long now);

  /**
   * The local link to this host's observer ended.
   *
   * @param observer its host
   */
  void linkLost(String observer, long now);

  /** Looks again at what time alone changes; due every second or so. */
  void recheck(long now);

  /** Whether {@link #work} has anything left to do. */
  boolean hasWork();

  /**
   * Does a portion of what is left to do.
   *
   * @param most how many things (volumes, databases) at once
   * @return what is to be told, in this order; it counts as told from now on
   */
  List<Fact> work(int most, long now);
}
