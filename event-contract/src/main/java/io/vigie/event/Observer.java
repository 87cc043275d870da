package io.vigie.event;

import io.vigie.event.ObserverChanged.ObserverState;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one observer.
 *
 * @param heardAtNanos when it last gave a sign of life, over whichever path; null for never
 * @param linkAtNanos when the local link to it last did; null if there is none
 * @param impaired whether it doubts itself
 * @param impairedBy the place of the news that says so
 * @param words its last words, by {@link NodeView} subject
 */
record Observer(
    @Nullable Long heardAtNanos,
    @Nullable Long linkAtNanos,
    boolean impaired,
    Sequence impairedBy,
    Words words) {

  /** Nothing heard yet. */
  static final Observer STRANGER = new Observer(null, null, false, Sequence.NONE, Words.NONE);

  Observer heard(long now) {
    return new Observer(now, linkAtNanos, impaired, impairedBy, words);
  }

  Observer linked(long now) {
    return new Observer(now, now, impaired, impairedBy, words);
  }

  Observer unlinked() {
    return new Observer(heardAtNanos, null, impaired, impairedBy, words);
  }

  Observer doubts(ObserverState state, Sequence sequence) {
    return sequence.compareTo(impairedBy) > 0
        ? new Observer(heardAtNanos, linkAtNanos, state == ObserverState.IMPAIRED, sequence, words)
        : this;
  }

  Observer says(String subject, Word word) {
    Word before = words.get(subject);
    boolean late = before != null && word.sequence().compareTo(before.sequence()) <= 0;
    if (late || (before == null && words.size() >= NodeView.MOST_SUBJECTS)) {
      return this;
    }
    return new Observer(heardAtNanos, linkAtNanos, impaired, impairedBy, words.with(subject, word));
  }

  /** Whether its word counts. */
  boolean counts(long now) {
    return !impaired && within(heardAtNanos, now, NodeView.PRESENT.toNanos());
  }

  /** Whether it is here on this host, and its word counts. */
  boolean countsHere(long now) {
    return !impaired && within(linkAtNanos, now, NodeView.SILENT.toNanos());
  }

  /** Its word, unless it doubted itself when it gave it. */
  @Nullable Word word(String subject) {
    Word word = words.get(subject);
    return word == null || word.impaired() ? null : word;
  }

  private static boolean within(@Nullable Long at, long now, long limit) {
    return at != null && now - at <= limit;
  }
}
