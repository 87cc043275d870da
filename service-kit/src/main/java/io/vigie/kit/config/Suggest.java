package io.vigie.kit.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which word was meant. */
final class Suggest {

  private record Guess(String word, int distance) {}

  private Suggest() {}

  /** "did you mean `interval`?", or nothing. */
  static String hint(String word, Collection<String> known) {
    return nearest(word, known).map("did you mean `%s`?"::formatted).orElse("");
  }

  /** The known word that looks like this one, if any does. */
  static Optional<String> nearest(String word, Collection<String> known) {
    String plain = plain(word);
    if (plain.isEmpty() || plain.length() > 64) {
      return Optional.empty();
    }
    return known.stream()
        .map(candidate -> new Guess(candidate, distance(plain, plain(candidate))))
        .filter(guess -> guess.distance <= (plain.length() + 1) / 3)
        .min(Comparator.comparingInt(Guess::distance).thenComparing(Guess::word))
        .map(Guess::word);
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** Insertions, deletions, changes and swaps of neighbours; 1 if one begins with the other. */
  private static int distance(String a, String b) {
    if (a.length() >= 3 && b.length() >= 3 && (a.startsWith(b) || b.startsWith(a))) {
      return a.equals(b) ? 0 : 1;
    }
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(int[][] cost, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
