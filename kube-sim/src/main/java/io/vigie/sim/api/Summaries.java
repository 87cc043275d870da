package io.vigie.sim.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Cells that are more than one field. */
final class Summaries {

  private static final String ROLE = "node-role.kubernetes.io/";

  private Summaries() {}

  static String of(String what, JsonNode object) {
    return switch (what) {
      case "nodeStatus" -> nodeStatus(object);
      case "nodeRoles" -> nodeRoles(object.path("metadata").path("labels"));
      case "podReady" -> podReady(object);
      case "podStatus" ->
          object.path("metadata").has("deletionTimestamp")
              ? "Terminating"
              : object.path("status").path("phase").asText();
      case "eventObject" -> {
        JsonNode about = object.path("involvedObject");
        yield about.path("kind").asText().toLowerCase(java.util.Locale.ROOT)
            + "/"
            + about.path("name").asText();
      }
      default -> "";
    };
  }

  private static String nodeStatus(JsonNode node) {
    String ready = "Unknown";
    for (JsonNode condition : node.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        ready = condition.path("status").asText().equals("True") ? "Ready" : "NotReady";
      }
    }
    return node.path("spec").path("unschedulable").asBoolean()
        ? ready + ",SchedulingDisabled"
        : ready;
  }

  private static String nodeRoles(JsonNode labels) {
    List<String> roles = new ArrayList<>();
    labels
        .properties()
        .forEach(
            label -> {
              if (label.getKey().startsWith(ROLE)) {
                roles.add(label.getKey().substring(ROLE.length()));
              }
            });
    return roles.isEmpty() ? "<none>" : String.join(",", roles);
  }

  private static String podReady(JsonNode pod) {
    int ready = 0;
    for (JsonNode container : pod.path("status").path("containerStatuses")) {
      ready += container.path("ready").asBoolean() ? 1 : 0;
    }
    return ready + "/" + pod.path("spec").path("containers").size();
  }
}
