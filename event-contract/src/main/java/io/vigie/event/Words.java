package io.vigie.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Words by subject, immutable. Kept in pieces, of which a change copies one: folding a long history
 * about a thousand nodes would else copy a thousand entries for each event.
 */
final class Words {

  /** No words. */
  static final Words NONE = new Words(Collections.nCopies(256, Map.of()), 0);

  private final List<Map<String, Word>> pieces;
  private final int size;

  private Words(List<Map<String, Word>> pieces, int size) {
    this.pieces = pieces;
    this.size = size;
  }

  /** The word on a subject, if there is one. */
  @Nullable Word get(String subject) {
    return pieces.get(piece(subject)).get(subject);
  }

  /** The same with another word on a subject. */
  Words with(String subject, Word word) {
    int changed = piece(subject);
    Map<String, Word> piece = new HashMap<>(pieces.get(changed));
    boolean added = piece.put(subject, word) == null;
    List<Map<String, Word>> after = new ArrayList<>(pieces);
    after.set(changed, piece);
    return new Words(after, added ? size + 1 : size);
  }

  /** How many subjects there are. */
  int size() {
    return size;
  }

  /** All words, in no order. */
  Stream<Word> stream() {
    return pieces.stream().flatMap(piece -> piece.values().stream());
  }

  private int piece(String subject) {
    int hash = subject.hashCode();
    return (hash ^ hash >>> 16) & (pieces.size() - 1);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Words words && words.pieces.equals(pieces);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(pieces);
  }

  @Override
  public String toString() {
    return stream().toList().toString();
  }
}
