package io.vigie.health.core;

import io.vigie.event.Fact;
import org.jspecify.annotations.Nullable;

/** What is known of one target. Confined to its {@link Watch}. */
final class TargetState {

  final Target target;
  Rule rule;
  Counter counter;

  /** Whether any probe has ended yet: what is only assumed is not published. */
  boolean known;

  boolean probing;

  /** A probe was asked for while one was under way. */
  boolean probeAgain;

  /** When the next probe is due, unless one is under way. */
  long dueNanos;

  /** When the last answered probe began, and whether there was one. */
  long answeredNanos;

  boolean everAnswered;

  /** When the last probe that ended had begun. */
  long lastStartedNanos;

  /** When the first of the unanswered probes since then began; meaningless while answered. */
  long silentSinceNanos;

  boolean silent;
  @Nullable Outcome last;

  /** What asked for the probes from the one under way until the target is settled. */
  Fact.@Nullable Ref askedBy;

  /** What asked for one more while one was under way. */
  Fact.@Nullable Ref askedNext;

  /** What was published last: up or down, and whether in doubt of ourselves. */
  @Nullable Told told;

  /**
   * The last word on a target.
   *
   * @param up what it was
   * @param impaired whether the observer doubted itself then
   * @param fact its event, as a cause for others
   */
  record Told(boolean up, boolean impaired, Fact.Ref fact) {}

  TargetState(Target target, Rule rule, long dueNanos) {
    this.target = target;
    this.rule = rule;
    this.counter = Counter.start(rule);
    this.dueNanos = dueNanos;
  }

  boolean up() {
    return counter.up(rule);
  }

  /** Fully up or fully down: no run of successes or failures is under way. */
  boolean settled() {
    return counter.health() == 0 || counter.health() == rule.rise() + rule.fall() - 1;
  }

  /** Whether everybody knows already that it is down, and not by our own fault. */
  boolean toldDown() {
    return told != null && !told.up() && !told.impaired();
  }

  /** Down by its counter, never told plainly, and passing again: it may come up untold. */
  boolean isComingBack() {
    boolean passes = last != null && last.result().passed();
    return !up() && passes && told != null && (told.up() || told.impaired());
  }

  /** Takes a probe's end into account. */
  void observe(long startedNanos, Outcome outcome) {
    counter = counter.after(rule, outcome.result().passed());
    known = true;
    last = outcome;
    lastStartedNanos = startedNanos;
    if (outcome.answered()) {
      silent = false;
      everAnswered = true;
      answeredNanos = startedNanos;
    } else if (!silent) {
      silent = true;
      silentSinceNanos = startedNanos;
    }
  }
}
