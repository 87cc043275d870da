package io.vigie.sim.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.store.ObjectKey;
import io.vigie.sim.store.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Field selectors: name and namespace of everything, and a few fields of a few kinds. */
public final class FieldSelector {

  private static final Pattern TERM = Pattern.compile("([^=!]+?)(==|=|!=)(.*)");
  private static final Map<String, Set<String>> KNOWN =
      Map.of(
          "pods",
          Set.of(
              "spec.nodeName",
              "spec.restartPolicy",
              "spec.schedulerName",
              "spec.serviceAccountName",
              "status.phase",
              "status.podIP",
              "status.nominatedNodeName"),
          "nodes",
          Set.of("spec.unschedulable"),
          "namespaces",
          Set.of("status.phase"),
          "events",
          Set.of(
              "involvedObject.kind",
              "involvedObject.namespace",
              "involvedObject.name",
              "involvedObject.uid",
              "involvedObject.apiVersion",
              "involvedObject.resourceVersion",
              "involvedObject.fieldPath",
              "reason",
              "reportingComponent",
              "source",
              "type"));

  /** What a selector is. */
  public sealed interface Read {

    /** Whether an object fits. */
    record Good(Predicate<Stored> fits) implements Read {}

    /** It cannot be used. */
    record Bad(String why) implements Read {}
  }

  private FieldSelector() {}

  /** Reads one for a kind. */
  public static Read of(ResourceType type, String selector) {
    List<Predicate<Stored>> terms = new ArrayList<>();
    for (String text : selector.split(",", -1)) {
      if (text.isBlank()) {
        continue;
      }
      Matcher term = TERM.matcher(text.strip());
      if (!term.matches()) {
        return new Read.Bad("invalid selector: '" + text + "'; can't understand '" + text + "'");
      }
      String field = term.group(1).strip();
      if (!isKnown(type, field)) {
        return new Read.Bad("field label not supported: " + field);
      }
      boolean equal = !term.group(2).equals("!=");
      String value = term.group(3).strip();
      terms.add(object -> value(object, field).equals(value) == equal);
    }
    return new Read.Good(object -> terms.stream().allMatch(term -> term.test(object)));
  }

  private static boolean isKnown(ResourceType type, String field) {
    return field.equals("metadata.name")
        || field.equals("metadata.namespace")
        || (!type.custom()
            && KNOWN.getOrDefault(type.resource().plural(), Set.of()).contains(field));
  }

  private static String value(Stored object, String field) {
    ObjectKey key = object.key();
    return switch (field) {
      case "metadata.name" -> key.name();
      case "metadata.namespace" -> key.namespace();
      default -> inside(object.read(), field);
    };
  }

  private static String inside(ObjectNode object, String field) {
    JsonNode at = object;
    for (String name : field.split("\\.", -1)) {
      at = at.path(name);
    }
    if (field.equals("source")) {
      return at.path("component").asText();
    }
    return at.isMissingNode() && field.equals("spec.unschedulable") ? "false" : at.asText();
  }
}
