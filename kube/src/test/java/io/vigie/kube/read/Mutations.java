package io.vigie.kube.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every way in which one field of an object can be other than expected: missing, null, empty, of
 * another type, a word nobody knows. What reads objects must make something of each, or say what is
 * wrong, and never throw.
 */
final class Mutations {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What an object must have. */
  private static final Set<String> REQUIRED = Set.of("metadata", "metadata.name");

  /** Objects whose members are named by what is in the cluster. */
  private static final Set<String> MAPS =
      Set.of(
          "status.instancesReportedState",
          "status.replicaModeMap",
          "status.replicaTransitionTimeMap",
          "status.rebuildStatus",
          "status.currentReplicaAddressMap",
          "status.snapshots",
          "spec.replicaAddressMap");

  private Mutations() {}

  /**
   * One of them.
   *
   * @param path to the field, from the root
   * @param how what was done to it
   * @param json the whole object
   */
  record Mutation(List<Object> path, String how, Object json) {

    Mutation {
      path = List.copyOf(path);
    }

    /** Its name from the root: {@code status.conditions.0.status}. */
    String field() {
      return String.join(".", path.stream().map(Object::toString).toList());
    }

    /** Whether the field is as good as not there, which it may be. */
    boolean isAbsence() {
      return (how.equals("missing") || how.equals("null") || how.equals("empty"))
          && !REQUIRED.contains(field());
    }
  }

  /** The members of a JSON object. */
  static Map<?, ?> json(String text) {
    try {
      return JSON.readValue(text, Map.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError("bad fixture", e);
    }
  }

  /** The members of the JSON object in a file. */
  static Map<?, ?> json(Path file) {
    try {
      return json(Files.readString(file));
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  /** Checks one kind with all mutations of one whole object: total, and absent means absent. */
  static void check(Kind kind, Map<?, ?> object) {
    assertInstanceOf(Reading.Good.class, ObjectReader.read(kind, object), kind + " as it is");
    of(object)
        .forEach(
            mutation -> {
              String about = kind + " with " + mutation.how() + " " + mutation.field();
              switch (read(kind, mutation, about)) {
                case Reading.Good _ -> {}
                case Reading.Broken(String why) -> {
                  assertTrue(!mutation.isAbsence(), () -> about + " must be read: " + why);
                  assertTrue(why.matches("object\\S*: .+ expected"), () -> about + ": " + why);
                }
              }
            });
    nothingIsNothing(kind, object);
  }

  /** Absent and null read the same. */
  private static void nothingIsNothing(Kind kind, Map<?, ?> object) {
    Map<String, Reading> missing = new LinkedHashMap<>();
    of(object)
        .filter(mutation -> mutation.how().equals("missing"))
        .filter(mutation -> !mutation.field().matches(".*\\.\\d+")) // a list is then shorter
        .forEach(m -> missing.put(m.field(), ObjectReader.read(kind, m.json())));
    of(object)
        .filter(mutation -> mutation.how().equals("null"))
        .filter(mutation -> missing.containsKey(mutation.field()))
        .filter(mutation -> !isKey(mutation))
        .forEach(
            m -> assertEquals(missing.get(m.field()), ObjectReader.read(kind, m.json()), m::field));
  }

  /** Members of a map that is not a struct: whether the key is there is news of its own. */
  private static boolean isKey(Mutation mutation) {
    List<Object> path = mutation.path();
    return path.size() == 3 && MAPS.contains(path.get(0) + "." + path.get(1));
  }

  private static Reading read(Kind kind, Mutation mutation, String about) {
    try {
      return ObjectReader.read(kind, mutation.json());
    } catch (RuntimeException e) {
      throw new AssertionError(about, e);
    }
  }

  /** All mutations of an object. */
  static Stream<Mutation> of(Map<?, ?> object) {
    List<Mutation> all = new ArrayList<>();
    for (List<Object> path : paths(object)) {
      Object before = get(object, path);
      all.add(new Mutation(path, "missing", without(object, path)));
      all.add(new Mutation(path, "null", with(object, path, null)));
      all.add(new Mutation(path, "empty", with(object, path, empty(before))));
      for (Object other : others()) {
        all.add(new Mutation(path, "other (" + other + ")", with(object, path, other)));
      }
    }
    return all.stream();
  }

  private static List<Object> others() {
    return List.of(
        "NeverHeardOf",
        "-1",
        "99999999999999999999",
        7,
        -7,
        2.5,
        1e300,
        new BigInteger("99999999999999999999"),
        true,
        List.of(),
        List.of(1),
        List.of("a", Map.of()),
        Map.of(),
        Map.of("a", 1),
        Map.of("a", Map.of("b", List.of())));
  }

  private static @Nullable Object empty(@Nullable Object before) {
    return switch (before) {
      case Map<?, ?> _ -> Map.of();
      case List<?> _ -> List.of();
      case String _ -> "";
      case null, default -> null;
    };
  }

  private static List<List<Object>> paths(@Nullable Object json) {
    List<List<Object>> paths = new ArrayList<>();
    for (Object key : keys(json)) {
      paths.add(List.of(key));
      for (List<Object> below : paths(child(json, key))) {
        List<Object> path = new ArrayList<>();
        path.add(key);
        path.addAll(below);
        paths.add(path);
      }
    }
    return paths;
  }

  private static List<Object> keys(@Nullable Object json) {
    List<Object> keys = new ArrayList<>();
    if (json instanceof Map<?, ?> map) {
      keys.addAll(map.keySet());
    } else if (json instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        keys.add(i);
      }
    }
    return keys;
  }

  private static @Nullable Object child(@Nullable Object json, Object key) {
    return switch (json) {
      case List<?> list -> list.get((Integer) key);
      case Map<?, ?> map -> map.get(key);
      case null, default -> null;
    };
  }

  private static @Nullable Object get(Object json, List<Object> path) {
    Object at = json;
    for (Object key : path) {
      at = child(at, key);
    }
    return at;
  }

  private static Object with(Object json, List<Object> path, @Nullable Object value) {
    return changed(json, path, value, false);
  }

  private static Object without(Object json, List<Object> path) {
    return changed(json, path, null, true);
  }

  private static Object changed(
      @Nullable Object json, List<Object> path, @Nullable Object value, boolean remove) {
    Object key = path.getFirst();
    List<Object> below = path.subList(1, path.size());
    Object after = below.isEmpty() ? value : changed(child(json, key), below, value, remove);
    boolean removed = remove && below.isEmpty();
    if (json instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list);
      int index = (Integer) key;
      if (removed) {
        copy.remove(index);
      } else {
        copy.set(index, after);
      }
      return copy;
    }
    Map<Object, Object> copy = new LinkedHashMap<>();
    if (json instanceof Map<?, ?> map) {
      copy.putAll(map);
    }
    if (removed) {
      copy.remove(key);
    } else {
      copy.put(key, after);
    }
    return copy;
  }
}
