package io.vigie.health.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Is it them, or is it me? An observer that hears nothing from anybody outside its own failure
 * domain is the one that is cut off.
 *
 * <p>The members asked are the nodes outside and the witnesses (peer balancers, gateway). A refused
 * connect is an answer: only silence raises doubt. A silence is believed as soon as a member
 * answered a probe that began since the silent target was asked last. It is taken for the
 * observer's own if every other member is silent too, and at least one of them was heard within one
 * detection window before, or none ever: two lost together is a cut, one lost after another is a
 * fate.
 */
final class Doubt {

  /** What to make of a silent target. */
  enum Verdict {
    /** Somebody outside answered since: the target is lost. */
    BELIEVED,
    /** Nobody outside answers: the observer is cut off. */
    CUT_OFF,
    /** Not everybody was asked since. */
    OPEN
  }

  private Doubt() {}

  /**
   * Judges a silence.
   *
   * @param name the silent target's node or witness, a member or not
   * @param members everybody outside; targets of one node stand for it together
   * @param windowNanos the longest any of them may take to be found lost
   */
  static Verdict judge(
      String name, TargetState silent, Collection<Member> members, long windowNanos) {
    if (silent.lastStartedNanos - silent.silentSinceNanos < 0) {
      return Verdict.OPEN; // not asked since its silence was last forgiven
    }
    boolean open = false;
    boolean others = false;
    boolean lostTogether = false;
    boolean everHeard = silent.everAnswered;
    for (Member member : members) {
      // Another check of the same node is as good a witness as any: the way there works.
      if (member.answeredSince(silent.lastStartedNanos)) {
        return Verdict.BELIEVED;
      }
      open |= !member.silentSince(silent.silentSinceNanos);
      if (!member.name().equals(name)) {
        others = true;
        lostTogether |= member.heardAfter(silent.silentSinceNanos - windowNanos);
        everHeard |= member.everAnswered();
      }
    }
    if (open) {
      return Verdict.OPEN;
    }
    return others && (lostTogether || !everHeard) ? Verdict.CUT_OFF : Verdict.BELIEVED;
  }

  /**
   * Somebody outside.
   *
   * @param name a node or a witness
   * @param targets what is probed of it
   */
  record Member(String name, List<TargetState> targets) {

    Member(String name) {
      this(name, new ArrayList<>());
    }

    boolean answeredSince(long nanos) {
      return targets.stream().anyMatch(t -> t.everAnswered && t.answeredNanos - nanos >= 0);
    }

    /** Every probe of it that ended began after {@code nanos} and was not answered. */
    boolean silentSince(long nanos) {
      return targets.stream().allMatch(t -> t.silent && t.lastStartedNanos - nanos >= 0);
    }

    boolean heardAfter(long nanos) {
      return targets.stream().anyMatch(t -> t.everAnswered && t.answeredNanos - nanos > 0);
    }

    boolean everAnswered() {
      return targets.stream().anyMatch(t -> t.everAnswered);
    }

    boolean answers() {
      return targets.stream().anyMatch(t -> t.known && !t.silent);
    }
  }
}
