package io.vigie.sim.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.cluster.ResourceType;
import io.vigie.sim.cluster.TypeVersion;
import io.vigie.sim.cluster.Types;
import io.vigie.sim.store.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which groups, versions and kinds there are. */
final class Discovery {

  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private final Types types;

  Discovery(Types types) {
    this.types = types;
  }

  static ObjectNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", "33")
        .put("gitVersion", "v1.33.6+vigie-simulated")
        .put("gitCommit", "")
        .put("gitTreeState", "clean")
        .put("buildDate", "2026-01-01T00:00:00Z")
        .put("goVersion", "")
        .put("compiler", "java")
        .put("platform", "linux/amd64");
  }

  static ObjectNode core() {
    ObjectNode versions = Json.object().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    versions.putArray("serverAddressByClientCIDRs");
    return versions;
  }

  ObjectNode groups() {
    ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    Set<String> names = new TreeSet<>();
    types.all().forEach(type -> names.add(type.resource().group()));
    names.remove("");
    names.forEach(name -> describe(groups.addObject(), name));
    return list;
  }

  /** One group; null if there is none of the name. */
  @Nullable ObjectNode group(String name) {
    ObjectNode group = Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
    return versions(name).isEmpty() ? null : describe(group, name);
  }

  /** The kinds of a version of a group; null if there is none. */
  @Nullable ObjectNode resources(String group, String version) {
    ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
    list.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
    ArrayNode resources = list.putArray("resources");
    for (ResourceType type : types.all()) {
      TypeVersion served = type.version(version);
      if (type.resource().group().equals(group) && served != null) {
        resources.add(resource(type));
        if (served.status()) {
          resources.add(part(type, "status", type.kind(), "get", "patch", "update"));
        }
        if (group.isEmpty() && type.resource().plural().equals("pods")) {
          ObjectNode eviction = part(type, "eviction", "Eviction", "create");
          resources.add(eviction.put("group", "policy").put("version", "v1"));
        }
      }
    }
    return resources.isEmpty() ? null : list;
  }

  private static ObjectNode resource(ResourceType type) {
    ObjectNode resource =
        Json.object()
            .put("name", type.resource().plural())
            .put("singularName", type.singular())
            .put("namespaced", type.namespaced())
            .put("kind", type.kind());
    ArrayNode verbs = resource.putArray("verbs");
    VERBS.forEach(verbs::add);
    if (!type.shortNames().isEmpty()) {
      ArrayNode names = resource.putArray("shortNames");
      type.shortNames().forEach(names::add);
    }
    if (!type.categories().isEmpty()) {
      ArrayNode categories = resource.putArray("categories");
      type.categories().forEach(categories::add);
    }
    return resource;
  }

  private static ObjectNode part(ResourceType type, String part, String kind, String... verbs) {
    ObjectNode resource =
        Json.object()
            .put("name", type.resource().plural() + "/" + part)
            .put("singularName", "")
            .put("namespaced", type.namespaced())
            .put("kind", kind);
    ArrayNode list = resource.putArray("verbs");
    for (String verb : verbs) {
      list.add(verb);
    }
    return resource;
  }

  private ObjectNode describe(ObjectNode group, String name) {
    group.put("name", name);
    ArrayNode list = group.putArray("versions");
    List<String> versions = List.copyOf(versions(name));
    for (String version : versions) {
      list.addObject().put("groupVersion", name + "/" + version).put("version", version);
    }
    group
        .putObject("preferredVersion")
        .put("groupVersion", name + "/" + versions.getFirst())
        .put("version", versions.getFirst());
    return group;
  }

  Set<String> versions(String group) {
    Set<String> versions = new LinkedHashSet<>();
    for (ResourceType type : types.all()) {
      if (type.resource().group().equals(group)) {
        type.versions().forEach(version -> versions.add(version.name()));
      }
    }
    return versions;
  }
}
