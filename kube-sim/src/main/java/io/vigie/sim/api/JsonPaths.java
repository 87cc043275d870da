package io.vigie.sim.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of JSONPath that printer columns use: members, indexes, one filter by equality. */
final class JsonPaths {

  private static final Pattern STEP =
      Pattern.compile(
          "\\.((?:\\\\.|[^.\\[\\\\])+)"
              + "|\\[(\\d{1,9})]"
              + "|\\[\\?\\(@\\.([^=! ]+)\\s*==\\s*['\"]([^'\"]*)['\"]\\)]");

  private JsonPaths() {}

  static JsonNode at(JsonNode root, String path) {
    JsonNode at = root;
    Matcher step = STEP.matcher(path);
    int end = 0;
    while (end < path.length() && step.find(end) && step.start() == end) {
      at = step(at, step);
      end = step.end();
    }
    return end == path.length() ? at : MissingNode.getInstance();
  }

  private static JsonNode step(JsonNode at, Matcher step) {
    if (step.group(1) != null) {
      return at.path(step.group(1).replace("\\", ""));
    }
    if (step.group(2) != null) {
      return at.path(Integer.parseInt(step.group(2)));
    }
    for (JsonNode item : at) {
      if (item.path(step.group(3)).asText().equals(step.group(4))) {
        return item;
      }
    }
    return MissingNode.getInstance();
  }
}
