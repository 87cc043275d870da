package io.vigie.sim.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.cluster.ResourceType;
import io.vigie.sim.cluster.Types;
import io.vigie.sim.store.Json;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * As much of OpenAPI 3 as a client needs to learn that the server itself checks fields: the paths
 * with their parameters, and that objects are objects.
 */
final class OpenApi {

  private final Types types;

  OpenApi(Types types) {
    this.types = types;
  }

  /** Where the documents are. */
  ObjectNode index() {
    ObjectNode index = Json.object();
    ObjectNode paths = index.putObject("paths");
    Set<String> places = new TreeSet<>();
    for (ResourceType type : types.all()) {
      type.versions().forEach(version -> places.add(place(type, version.name())));
    }
    places.forEach(
        place -> paths.putObject(place).put("serverRelativeURL", "/openapi/v3/" + place));
    return index;
  }

  /** One document; null if there is none at this place. */
  @Nullable ObjectNode document(String place) {
    ObjectNode document = Json.object().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Kubernetes").put("version", "unversioned");
    ObjectNode paths = document.putObject("paths");
    ObjectNode schemas = document.putObject("components").putObject("schemas");
    for (ResourceType type : types.all()) {
      type.versions().stream()
          .filter(version -> place(type, version.name()).equals(place))
          .forEach(version -> describe(paths, schemas, type, version.name()));
    }
    return paths.isEmpty() ? null : document;
  }

  private static void describe(
      ObjectNode paths, ObjectNode schemas, ResourceType type, String version) {
    String base =
        "/"
            + place(type, version)
            + (type.namespaced() ? "/namespaces/{namespace}/" : "/")
            + type.resource().plural();
    operation(paths.putObject(base), "post", type, version);
    ObjectNode one = paths.putObject(base + "/{name}");
    operation(one, "get", type, version);
    operation(one, "put", type, version);
    operation(one, "patch", type, version);
    ObjectNode schema = schemas.putObject(version + "." + type.kind() + "." + type.resource());
    schema.put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
    kind(schema.putArray("x-kubernetes-group-version-kind").addObject(), type, version);
  }

  private static void operation(ObjectNode path, String verb, ResourceType type, String version) {
    ObjectNode operation = path.putObject(verb);
    operation.putObject("responses").putObject("200").put("description", "OK");
    operation.put("x-kubernetes-action", verb);
    kind(operation.putObject("x-kubernetes-group-version-kind"), type, version);
    if (!verb.equals("get")) {
      ArrayNode parameters = operation.putArray("parameters");
      for (String name : new String[] {"fieldManager", "fieldValidation"}) {
        ObjectNode parameter = parameters.addObject().put("name", name).put("in", "query");
        parameter.putObject("schema").put("type", "string").put("uniqueItems", true);
      }
    }
  }

  private static void kind(ObjectNode node, ResourceType type, String version) {
    node.put("group", type.resource().group()).put("version", version).put("kind", type.kind());
  }

  private static String place(ResourceType type, String version) {
    return type.resource().group().isEmpty()
        ? "api/" + version
        : "apis/" + type.resource().group() + "/" + version;
  }
}
