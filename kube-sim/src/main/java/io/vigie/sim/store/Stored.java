package io.vigie.sim.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object as it is stored: never changed, kept as the bytes that are sent. A tree of nodes would
 * take several times the room, and most objects are only ever listed and watched.
 */
public final class Stored {

  private final ObjectKey key;
  private final long version;
  private final String uid;
  private final String apiVersion;
  private final Map<String, String> labels;
  private final byte[] json;

  private Stored(ObjectKey key, long version, ObjectNode object) {
    this.key = key;
    this.version = version;
    JsonNode metadata = object.path("metadata");
    this.uid = metadata.path("uid").asText();
    this.apiVersion = object.path("apiVersion").asText().intern();
    this.labels = labels(metadata.path("labels"));
    this.json = Json.bytes(object);
  }

  /** The object at a version, which is written into it. */
  public static Stored of(ObjectKey key, long version, ObjectNode object) {
    Json.object(object, "metadata").put("resourceVersion", Long.toString(version));
    return new Stored(key, version, object);
  }

  /** Which object this is. */
  public ObjectKey key() {
    return key;
  }

  /** Its {@code resourceVersion}. */
  public long version() {
    return version;
  }

  /** Its {@code metadata.uid}. */
  public String uid() {
    return uid;
  }

  /** The {@code apiVersion} it was written with. */
  public String apiVersion() {
    return apiVersion;
  }

  /** Its labels. */
  public Map<String, String> labels() {
    return labels;
  }

  /** It in JSON; not to be changed. */
  public byte[] json() {
    return json;
  }

  /** A copy that may be changed. */
  public ObjectNode read() {
    return Json.read(json);
  }

  @Override
  public String toString() {
    return key + "@" + version;
  }

  private static Map<String, String> labels(JsonNode labels) {
    if (labels.isEmpty()) {
      return Map.of();
    }
    Map<String, String> map = LinkedHashMap.newLinkedHashMap(labels.size());
    labels.properties().forEach(label -> map.put(label.getKey(), label.getValue().asText()));
    return Map.copyOf(map);
  }
}
