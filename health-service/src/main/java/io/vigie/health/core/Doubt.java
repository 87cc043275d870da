package io.vigie.health.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Is it them, or is it me? An observer that hears nothing from anybody outside its own failure
 * domain is the one that is cut off.
 *
 * <p>The members asked are the nodes outside and the witnesses (peer balancers, gateway). A refused
 * connect is an answer: only silence raises doubt. Silence of one member is believed as soon as
 * another member answered a probe that began after the silence did. It is taken for the observer's
 * own if every other member is silent too, and at least one of them was heard within one detection
 * window before: two lost together is a cut, one lost after another is a fate.
 */
final class Doubt {

  /** What to make of a silent member. */
  enum Verdict {
    /** Somebody else answered since: the member is lost. */
    BELIEVED,
    /** Nobody answers: the observer is cut off. */
    CUT_OFF,
    /** Not everybody was asked since. */
    OPEN
  }

  private Doubt() {}

  /**
   * Judges the silence of one member.
   *
   * @param members everybody outside, the member among them; targets of one node stand for it
   *     together
   * @param windowNanos the longest any of them may take to be found lost
   */
  static Verdict judge(
      String node, TargetState silent, Collection<Member> members, long windowNanos) {
    boolean open = false;
    boolean lostTogether = false;
    boolean neverHeardAny = !silent.everAnswered && members.size() > 1;
    for (Member other : members) {
      if (other.name().equals(node)) {
        continue;
      }
      if (other.answeredSince(silent.silentSinceNanos)) {
        return Verdict.BELIEVED;
      }
      open |= !other.silentSince(silent.silentSinceNanos);
      lostTogether |= other.heardAfter(silent.silentSinceNanos - windowNanos);
      neverHeardAny &= other.targets().stream().noneMatch(t -> t.everAnswered);
    }
    if (open) {
      return Verdict.OPEN;
    }
    return lostTogether || neverHeardAny ? Verdict.CUT_OFF : Verdict.BELIEVED;
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

    boolean answers() {
      return targets.stream().anyMatch(t -> t.known && !t.silent);
    }
  }
}
