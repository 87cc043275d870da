package io.vigie.sim.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.schema.Check;
import io.vigie.sim.schema.Defaults;
import io.vigie.sim.schema.Prune;
import io.vigie.sim.schema.Schema;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.Refusal;
import io.vigie.sim.store.Refusal.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an object goes through before it is stored. */
final class Admission {

  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
  private static final Pattern NAME = Pattern.compile(SUBDOMAIN);
  private static final int MOST_NAME = 253;

  private Admission() {}

  /** What is wrong with the address an object gives itself; null if nothing. Completes it. */
  static @Nullable Refusal addressed(Target target, ObjectNode object) {
    String apiVersion = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    if (!apiVersion.isEmpty() && !apiVersion.equals(target.apiVersion())) {
      return Refusal.badRequest(
          "the API version in the data (%s) does not match the expected API version (%s)"
              .formatted(apiVersion, target.apiVersion()));
    }
    if (!kind.isEmpty() && !kind.equals(target.type().kind())) {
      return Refusal.badRequest(
          "the kind in the data (%s) does not match the expected kind (%s)"
              .formatted(kind, target.type().kind()));
    }
    ObjectNode rest = object.deepCopy();
    object.removeAll();
    object.put("apiVersion", target.apiVersion()).put("kind", target.type().kind());
    object.putObject("metadata"); // they come first, wherever they were
    rest.remove(List.of("apiVersion", "kind"));
    object.setAll(rest);
    if (!object.path("metadata").isObject()) {
      return undecodable(target, "metadata is not an object");
    }
    String namespace = object.path("metadata").path("namespace").asText();
    if (target.type().namespaced()
        && !namespace.isEmpty()
        && !namespace.equals(target.namespace())) {
      return Refusal.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    return texts(target, object.path("metadata"));
  }

  private static @Nullable Refusal texts(Target target, JsonNode metadata) {
    for (String map : List.of("labels", "annotations")) {
      for (JsonNode value : metadata.path(map)) {
        if (!value.isTextual()) {
          return undecodable(
              target,
              "json: cannot unmarshal %s into Go struct field ObjectMeta.metadata.%s of type string"
                  .formatted(value.getNodeType().name().toLowerCase(java.util.Locale.ROOT), map));
        }
      }
    }
    return null;
  }

  /** Takes out what is unknown and puts in what is so by default; what to say, or a refusal. */
  static @Nullable Refusal shaped(
      Target target, ObjectNode object, Unknown unknown, List<String> warnings) {
    Schema schema = target.version().schema();
    if (schema == null) {
      return null;
    }
    List<String> dropped = Prune.of(schema, object);
    List<String> said = dropped.stream().map("unknown field \"%s\""::formatted).toList();
    if (!dropped.isEmpty() && unknown == Unknown.STRICT) {
      return undecodable(target, "strict decoding error: " + String.join(", ", said));
    }
    if (unknown == Unknown.WARN) {
      warnings.addAll(said);
    }
    Defaults.into(schema, object);
    return null;
  }

  /** What its schema finds wrong with an object; null if nothing. */
  static @Nullable Refusal checked(Target target, ObjectNode object) {
    List<Cause> causes = new ArrayList<>();
    Schema schema = target.version().schema();
    if (schema != null) {
      Check.of(schema, object)
          .forEach(flaw -> causes.add(new Cause(flaw.reason(), flaw.message(), flaw.field())));
    }
    if (target.type().resource().equals(BuiltIns.DEFINITIONS)) {
      causes.addAll(Definitions.flaws(object));
    }
    return causes.isEmpty() ? null : invalid(target, causes);
  }

  /** What is wrong with a name; null if nothing. */
  static @Nullable Refusal named(Target target) {
    String name = target.name();
    if (name.isEmpty()) {
      String message = "Required value: name or generateName is required";
      return invalid(target, List.of(new Cause("FieldValueRequired", message, "metadata.name")));
    }
    if (name.length() <= MOST_NAME && NAME.matcher(name).matches()) {
      return null;
    }
    String message =
        ("Invalid value: \"%s\": a lowercase RFC 1123 subdomain must consist of lower case"
                + " alphanumeric characters, '-' or '.', and must start and end with an"
                + " alphanumeric character (regex used for validation is '%s')")
            .formatted(name, SUBDOMAIN);
    return invalid(target, List.of(new Cause("FieldValueInvalid", message, "metadata.name")));
  }

  /** Completes a new object of a built-in kind. */
  static void completed(Target target, ObjectNode object) {
    if (target.type().resource().equals(BuiltIns.NAMESPACES)) {
      ObjectNode metadata = Json.object(object, "metadata");
      Json.object(metadata, "labels").put("kubernetes.io/metadata.name", target.name());
      Json.object(object, "status").put("phase", "Active");
    } else if (target.type().resource().equals(BuiltIns.PODS)
        && object.path("status").isMissingNode()) {
      Json.object(object, "status").put("phase", "Pending");
    }
  }

  private static Refusal invalid(Target target, List<Cause> causes) {
    return Refusal.invalid(target.type().resource(), target.type().kind(), target.name(), causes);
  }

  private static Refusal undecodable(Target target, String why) {
    return Refusal.badRequest(
        "%s in version \"%s\" cannot be handled as a %s: %s"
            .formatted(target.type().kind(), target.version().name(), target.type().kind(), why));
  }
}
