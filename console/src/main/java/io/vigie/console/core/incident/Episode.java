package io.vigie.console.core.incident;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * From the word that a thing is bad to the one that it is good again.
 *
 * <p>Compared by identity: one that is told anew is another one.
 */
final class Episode {

  /** An episode that is not over has no end. */
  static final long OPEN = Long.MAX_VALUE;

  private final List<Word> words;
  private final boolean over;
  private final boolean opens;
  private final long startMillis;
  private final long endMillis;

  /** What joins it to others; null until somebody asks. */
  private @Nullable Set<String> links;

  /** What it belongs to now; null before that is known. */
  private @Nullable Story story;

  /**
   * An episode.
   *
   * @param words at least one, in order
   * @param over whether the last one ends it
   * @param opens whether it is an incident by itself
   */
  Episode(List<Word> words, boolean over, boolean opens) {
    this.words = List.copyOf(words);
    this.over = over;
    this.opens = opens;
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (Word word : words) {
      least = Math.min(least, word.atMillis());
      most = Math.max(most, word.atMillis());
    }
    startMillis = least;
    endMillis = over ? most : OPEN;
  }

  List<Word> words() {
    return words;
  }

  Word first() {
    return words.getFirst();
  }

  Word last() {
    return words.getLast();
  }

  boolean isOver() {
    return over;
  }

  /** When its first word was said, in ms by the clock of who said it. */
  long startMillis() {
    return startMillis;
  }

  /** When its last word was said, or {@link #OPEN}. */
  long endMillis() {
    return endMillis;
  }

  /** Whether it is an incident by itself. */
  boolean opens() {
    return opens;
  }

  /** What joins it to others. */
  Set<String> links() {
    Set<String> made = links;
    if (made == null) {
      made = new TreeSet<>();
      for (Word word : words) {
        made.add(Links.CHAIN + word.envelope().fact().correlationId());
        for (String place : word.sign().places()) {
          made.add(Links.PLACE + place);
        }
        made.add(Links.THING + word.sign().subject());
      }
      links = made;
    }
    return made;
  }

  @Nullable Story story() {
    return story;
  }

  void joins(Story other) {
    story = other;
  }

  /** Whether it says the same. */
  boolean isAs(Episode other) {
    return over == other.over && opens == other.opens && words.equals(other.words);
  }

  /** The episodes of a history, in its order. */
  static List<Episode> in(List<Word> history) {
    List<Episode> episodes = new ArrayList<>();
    List<Word> open = new ArrayList<>();
    boolean wasGood = false;
    for (Word word : history) {
      switch (word.sign().mood()) {
        case BAD -> open.add(word);
        case GOOD -> {
          if (!open.isEmpty()) {
            open.add(word);
            episodes.add(new Episode(open, true, opens(open, wasGood)));
            open.clear();
          }
          wasGood = true;
        }
        case BLIP -> {
          if (open.isEmpty()) {
            episodes.add(new Episode(List.of(word), true, word.sign().opens()));
          } else {
            open.add(word);
          }
        }
        case ASIDE -> {
          if (!open.isEmpty()) {
            open.add(word);
          }
        }
      }
    }
    if (!open.isEmpty()) {
      episodes.add(new Episode(open, false, opens(open, wasGood)));
    }
    return episodes;
  }

  /** What was never well is not there yet, rather than broken. */
  private static boolean opens(List<Word> words, boolean wasGood) {
    Sign sign = words.getFirst().sign();
    return sign.opens() && (wasGood || !sign.trouble().needsToHaveBeenWell());
  }
}
