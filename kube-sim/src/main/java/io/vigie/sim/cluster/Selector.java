package io.vigie.sim.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Label selectors: equality, sets and existence. */
public final class Selector {

  private static final String NAME = "[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?";
  private static final Pattern SET =
      Pattern.compile("(" + NAME + ")\\s+(in|notin)\\s*\\(([^()]*)\\)");
  private static final Pattern EQUAL =
      Pattern.compile("(" + NAME + ")\\s*(==|=|!=)\\s*([-A-Za-z0-9_.]*)");
  private static final Pattern THERE = Pattern.compile("(!?)\\s*(" + NAME + ")");
  private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

  private Selector() {}

  /** Whether labels fit; null if the selector cannot be understood. */
  public static @Nullable Predicate<Map<String, String>> labels(String selector) {
    List<Predicate<Map<String, String>>> terms = new ArrayList<>();
    if (!selector.isBlank()) {
      for (String term : COMMA.split(selector, -1)) {
        Predicate<Map<String, String>> read = term(term.strip());
        if (read == null) {
          return null;
        }
        terms.add(read);
      }
    }
    return labels -> terms.stream().allMatch(term -> term.test(labels));
  }

  private static @Nullable Predicate<Map<String, String>> term(String term) {
    Matcher set = SET.matcher(term);
    if (set.matches()) {
      String name = set.group(1);
      Set<String> values =
          Arrays.stream(set.group(3).split(",", -1)).map(String::strip).collect(Collectors.toSet());
      boolean in = set.group(2).equals("in");
      return labels -> {
        String value = labels.get(name);
        return in ? value != null && values.contains(value) : !values.contains(orNone(value));
      };
    }
    Matcher equal = EQUAL.matcher(term);
    if (equal.matches()) {
      String name = equal.group(1);
      String value = equal.group(3);
      return equal.group(2).equals("!=")
          ? labels -> !value.equals(labels.get(name))
          : labels -> value.equals(labels.get(name));
    }
    Matcher there = THERE.matcher(term);
    if (there.matches()) {
      boolean wanted = there.group(1).isEmpty();
      String name = there.group(2);
      return labels -> labels.containsKey(name) == wanted;
    }
    return null;
  }

  /** A label that is not there is in no set. */
  private static String orNone(@Nullable String value) {
    return value == null ? "\u0000" : value;
  }
}
