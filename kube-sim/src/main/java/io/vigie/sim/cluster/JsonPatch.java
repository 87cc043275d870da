package io.vigie.sim.cluster;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** RFC 6902. */
final class JsonPatch {

  /** A step that cannot be done. Does not leave this package. */
  static final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unfit(String message) {
      super(message, null, false, false);
    }
  }

  private JsonPatch() {}

  /** The target after all steps; it is changed on the way. */
  static JsonNode apply(JsonNode target, JsonNode steps) {
    if (!steps.isArray()) {
      throw new Unfit("a JSON patch is a list of steps");
    }
    JsonNode result = target;
    for (JsonNode step : steps) {
      result = step(result, step);
    }
    return result;
  }

  private static JsonNode step(JsonNode root, JsonNode step) {
    String path = step.path("path").asText();
    return switch (step.path("op").asText()) {
      case "add" -> add(root, path, value(step));
      case "remove" -> remove(root, path);
      case "replace" -> {
        get(root, path);
        yield path.isEmpty() ? value(step) : add(remove(root, path), path, value(step));
      }
      case "move" -> {
        JsonNode moved = get(root, step.path("from").asText());
        yield add(remove(root, step.path("from").asText()), path, moved);
      }
      case "copy" -> add(root, path, get(root, step.path("from").asText()).deepCopy());
      case "test" -> {
        if (!get(root, path).equals(value(step))) {
          throw new Unfit("testing value " + path + " failed");
        }
        yield root;
      }
      default -> throw new Unfit("unexpected kind: " + step.path("op"));
    };
  }

  private static JsonNode value(JsonNode step) {
    return Optional.ofNullable(step.get("value"))
        .orElseThrow(() -> new Unfit("value is missing: " + step));
  }

  private static JsonNode get(JsonNode root, String path) {
    JsonNode found = root.at(pointer(path));
    if (found.isMissingNode()) {
      throw new Unfit("doc is missing path: " + path);
    }
    return found;
  }

  private static JsonNode add(JsonNode root, String path, JsonNode value) {
    JsonPointer pointer = pointer(path);
    if (pointer.matches()) {
      return value;
    }
    String last = pointer.last().getMatchingProperty();
    JsonNode parent = root.at(pointer.head());
    switch (parent) {
      case ObjectNode object -> object.set(last, value);
      case ArrayNode list when last.equals("-") -> list.add(value);
      case ArrayNode list -> list.insert(index(last, list.size(), path), value);
      default -> throw new Unfit("doc is missing path: " + path);
    }
    return root;
  }

  private static JsonNode remove(JsonNode root, String path) {
    get(root, path);
    JsonPointer pointer = pointer(path);
    if (pointer.matches()) {
      throw new Unfit("the whole cannot be removed");
    }
    String last = pointer.last().getMatchingProperty();
    switch (root.at(pointer.head())) {
      case ObjectNode object -> object.remove(last);
      case ArrayNode list -> list.remove(index(last, list.size() - 1, path));
      default -> throw new Unfit("doc is missing path: " + path);
    }
    return root;
  }

  private static int index(String text, int most, String path) {
    int index = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    if (index < 0 || index > most) {
      throw new Unfit("no such index: " + path);
    }
    return index;
  }

  private static JsonPointer pointer(String path) {
    try {
      return JsonPointer.compile(path);
    } catch (IllegalArgumentException e) {
      throw new Unfit("not a JSON pointer: " + path);
    }
  }
}
