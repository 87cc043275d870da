package io.vigie.kube.watch;

import io.vigie.kube.read.Kind;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far what is known can be relied on.
 *
 * @param server the API server that is asked
 * @param listed kinds of which all objects were seen once
 * @param missing kinds this cluster does not have: what they belong to is not installed
 * @param refused kinds we may not read, or that could not be listed, and why
 * @param unknownSince when all that is known was last as of now, by this machine's clock; null
 *     while it is
 * @param broken how many objects cannot be read at present: the last version that could, counts
 */
public record Contact(
    String server,
    Set<Kind> listed,
    Set<Kind> missing,
    Map<Kind, String> refused,
    @Nullable Instant unknownSince,
    long broken) {

  public Contact {
    listed = Set.copyOf(listed);
    missing = Set.copyOf(missing);
    refused = Map.copyOf(refused);
  }

  /** Whether everything of these kinds was seen, or is known not to be there. */
  public boolean isWhole(Set<Kind> kinds) {
    return kinds.stream().allMatch(kind -> listed.contains(kind) || missing.contains(kind));
  }

  /** Whether the API answers, and what is known of these kinds is as of now. */
  public boolean isFresh(Set<Kind> kinds) {
    return unknownSince == null && isWhole(kinds);
  }

  /** What a person should know, one line each. */
  public Map<String, String> troubles() {
    Map<String, String> troubles = new TreeMap<>();
    if (unknownSince != null) {
      troubles.put("kubernetes", "no API server has answered since " + unknownSince);
    }
    if (missing.contains(Kind.VOLUME)) {
      troubles.put("longhorn", "Longhorn is not installed");
    }
    if (missing.contains(Kind.POSTGRES)) {
      troubles.put("cnpg", "CloudNativePG is not installed");
    }
    refused.forEach(
        (kind, why) ->
            troubles.put(
                "kubernetes " + kind.plural() + kind.group(), kind.plural() + " refused: " + why));
    if (broken > 0) {
      troubles.put("kubernetes objects", broken + " objects cannot be read and are passed over");
    }
    return troubles;
  }
}
