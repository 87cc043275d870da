package io.vigie.console.core.incident;

import java.util.List;

/**
 * What one event says of one thing.
 *
 * @param thread whose history it belongs to: one thing, as one voice tells of it
 * @param ownVoice whether all of that history comes from one service, so that its sequence orders
 *     it
 * @param trouble what is amiss, or no longer
 * @param name the thing's name: {@code k3s-1}
 * @param mood how it is
 * @param opens whether that is an incident by itself, rather than a consequence
 * @param places what else shares its fate
 */
record Sign(
    String thread,
    boolean ownVoice,
    Trouble trouble,
    String name,
    Mood mood,
    boolean opens,
    List<String> places) {

  /** How a thing is. */
  enum Mood {
    /** As it should be. */
    GOOD,
    /** Not as it should be, until it is said to be good. */
    BAD,
    /** It was bad for a moment. */
    BLIP,
    /** Neither began nor ended anything: to be told if it happened in between. */
    ASIDE
  }

  /** The thing: {@code node/k3s-1}. */
  String subject() {
    return trouble.kind() + "/" + name;
  }
}
