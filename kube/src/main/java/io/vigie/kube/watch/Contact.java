package io.vigie.kube.watch;

import io.vigie.kube.read.Kind;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far what is known can be relied on.
 *
 * @param listed kinds of which all objects were seen once
 * @param missing kinds this cluster does not have: what they belong to is not installed
 * @param refused kinds we may not read, or that could not be listed, and why
 * @param silent since when an API server has not answered, in ms; 0 while one does
 * @param broken objects that could not be read since the start
 */
public record Contact(
    Set<Kind> listed, Set<Kind> missing, Map<Kind, String> refused, long silent, long broken) {

  public Contact {
    listed = Set.copyOf(listed);
    missing = Set.copyOf(missing);
    refused = Map.copyOf(refused);
  }

  /** Whether everything that is asked for was seen, or is known not to be there. */
  public boolean isWhole(Set<Kind> kinds) {
    return kinds.stream().allMatch(kind -> listed.contains(kind) || missing.contains(kind));
  }

  /** Whether the API answers, and what is known is as of now. */
  public boolean isFresh(Set<Kind> kinds) {
    return silent == 0 && isWhole(kinds);
  }

  /** What a person should know, one line each. */
  public Map<String, String> troubles() {
    Map<String, String> troubles = new TreeMap<>();
    if (silent > 0) {
      troubles.put("kubernetes", "no API server has answered for " + silent / 1_000 + " s");
    }
    refused.forEach((kind, why) -> troubles.put("kubernetes " + kind.plural(), why));
    if (broken > 0) {
      troubles.put("kubernetes objects", broken + " could not be read");
    }
    return troubles;
  }
}
