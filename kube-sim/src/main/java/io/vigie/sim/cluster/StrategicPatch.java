package io.vigie.sim.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.store.Json;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Strategic merge for the built-in kinds: lists that are known to have a key are merged by it,
 * others are replaced. Ordering directives are not followed.
 */
final class StrategicPatch {

  private static final String DIRECTIVE = "$patch";
  private static final String DELETE_FROM = "$deleteFromPrimitiveList/";
  private static final Set<String> SETS = Set.of("finalizers");

  /** The key of a list, by the list's name. */
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("conditions", "type"),
          Map.entry("addresses", "type"),
          Map.entry("taints", "key"),
          Map.entry("containers", "name"),
          Map.entry("initContainers", "name"),
          Map.entry("ephemeralContainers", "name"),
          Map.entry("env", "name"),
          Map.entry("volumes", "name"),
          Map.entry("volumeMounts", "mountPath"),
          Map.entry("volumeDevices", "devicePath"),
          Map.entry("ownerReferences", "uid"),
          Map.entry("imagePullSecrets", "name"),
          Map.entry("hostAliases", "ip"),
          Map.entry("podIPs", "ip"));

  private StrategicPatch() {}

  /** The target after the patch; it is changed on the way. */
  static ObjectNode apply(ObjectNode target, ObjectNode patch) {
    switch (patch.path(DIRECTIVE).asText()) {
      case "delete" -> {
        return target.removeAll();
      }
      case "replace" -> {
        target.removeAll();
        ObjectNode rest = patch.deepCopy();
        rest.remove(DIRECTIVE);
        target.setAll(rest);
        return target;
      }
      default -> {}
    }
    retain(target, patch);
    patch.properties().forEach(change -> member(target, change.getKey(), change.getValue()));
    return target;
  }

  private static void member(ObjectNode target, String name, JsonNode value) {
    if (name.startsWith(DELETE_FROM)) {
      String list = name.substring(DELETE_FROM.length());
      if (target.get(list) instanceof ArrayNode there) {
        value.forEach(gone -> drop(there, item -> item.equals(gone)));
      }
    } else if (name.startsWith("$")) {
      return; // $setElementOrder, $retainKeys
    } else if (value.isNull()) {
      target.remove(name);
    } else if (value instanceof ObjectNode changes) {
      ObjectNode there = target.get(name) instanceof ObjectNode o ? o : Json.object();
      target.set(name, apply(there, changes));
    } else if (value instanceof ArrayNode items) {
      target.set(name, list(target.path(name), name, items));
    } else {
      target.set(name, value);
    }
  }

  private static ArrayNode list(JsonNode target, String name, ArrayNode items) {
    ArrayNode result = target instanceof ArrayNode there ? there : items.arrayNode();
    String key = name.equals("ports") ? portKey(items) : KEYS.getOrDefault(name, "");
    if (SETS.contains(name)) {
      Set<String> known = new TreeSet<>();
      result.forEach(item -> known.add(item.asText()));
      items.forEach(
          item -> {
            if (known.add(item.asText())) {
              result.add(item);
            }
          });
      return result;
    }
    if (key.isEmpty()) {
      return items.deepCopy();
    }
    boolean replaced = false;
    for (JsonNode item : items) {
      if (item.size() == 1 && item.path(DIRECTIVE).asText().equals("replace")) {
        replaced = true;
      }
    }
    if (replaced) {
      result.removeAll();
    }
    items.forEach(item -> merge(result, key, item));
    return result;
  }

  private static void merge(ArrayNode result, String key, JsonNode item) {
    if (!(item instanceof ObjectNode changes) || !changes.has(key)) {
      return;
    }
    if (changes.path(DIRECTIVE).asText().equals("delete")) {
      drop(result, there -> there.path(key).equals(changes.path(key)));
      return;
    }
    for (JsonNode there : result) {
      if (there instanceof ObjectNode object && there.path(key).equals(changes.path(key))) {
        apply(object, changes);
        return;
      }
    }
    result.add(apply(Json.object(), changes));
  }

  private static String portKey(ArrayNode items) {
    return items.path(0).has("containerPort") ? "containerPort" : "port";
  }

  private static void retain(ObjectNode target, ObjectNode patch) {
    JsonNode keys = patch.path("$retainKeys");
    if (keys.isArray()) {
      Set<String> kept = new TreeSet<>();
      keys.forEach(key -> kept.add(key.asText()));
      target.retain(kept);
    }
  }

  private static void drop(ArrayNode list, java.util.function.Predicate<JsonNode> which) {
    Iterator<JsonNode> items = list.iterator();
    while (items.hasNext()) {
      if (which.test(items.next())) {
        items.remove();
      }
    }
  }
}
