package io.vigie.event;

import java.util.List;
import java.util.Optional;

/**
 * What is held of a node, and by whom.
 *
 * @param standing what is held
 * @param words those that counted for it, by observer name; empty if {@link Standing#UNKNOWN}
 */
public record Opinion(Standing standing, List<Word> words) {

  /** Nobody counts. */
  public static final Opinion UNKNOWN = new Opinion(Standing.UNKNOWN, List.of());

  public Opinion {
    words = List.copyOf(words);
  }

  static Opinion of(List<Word> counted) {
    return new Opinion(Standing.together(counted.stream().map(Word::says).toList()), counted);
  }

  /** The word that was heard last: the one that tipped it. Empty if nobody counts. */
  public Optional<Word> tippedBy() {
    return words.stream().reduce((a, b) -> b.heardNanos() - a.heardNanos() > 0 ? b : a);
  }
}
