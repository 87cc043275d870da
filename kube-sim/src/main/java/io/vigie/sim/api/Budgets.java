package io.vigie.sim.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.store.Listing;
import io.vigie.sim.store.ObjectStore;
import io.vigie.sim.store.Query;
import io.vigie.sim.store.Resource;
import io.vigie.sim.store.Stored;
import java.util.Map;

/** What pod disruption budgets forbid. Only {@code matchLabels} are looked at. */
final class Budgets {

  private static final Resource BUDGETS = new Resource("policy", "poddisruptionbudgets");

  private Budgets() {}

  /** The name of one that forbids to evict a pod; empty if there is none. */
  static String forbidding(ObjectStore store, Stored pod) {
    if (!(store.list(Query.all(BUDGETS, pod.key().namespace())) instanceof Listing.Page budgets)) {
      return "";
    }
    for (Stored stored : budgets.items()) {
      ObjectNode budget = stored.read();
      JsonNode wanted = budget.path("spec").path("selector").path("matchLabels");
      boolean covers =
          !wanted.isEmpty()
              && wanted.properties().stream().allMatch(label -> has(pod.labels(), label));
      if (covers && budget.path("status").path("disruptionsAllowed").asInt() <= 0) {
        return stored.key().name();
      }
    }
    return "";
  }

  private static boolean has(Map<String, String> labels, Map.Entry<String, JsonNode> label) {
    return label.getValue().asText().equals(labels.get(label.getKey()));
  }
}
