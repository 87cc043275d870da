package io.vigie.sim.play;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.store.ObjectKey;
import io.vigie.sim.store.Resource;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Where objects are painted, each once. Not for several threads. */
final class Canvas {

  /** What every object says of itself. */
  static final String SIMULATED = "vigie.io/simulated";

  static final String LONGHORN = "longhorn-system";

  private static final JsonMapper JSON = new JsonMapper();
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Map<ObjectKey, ObjectNode> objects = new LinkedHashMap<>();
  private final long beganAt;

  Canvas(long beganAt) {
    this.beganAt = beganAt;
  }

  Map<ObjectKey, ObjectNode> objects() {
    return objects;
  }

  /** A time as Longhorn and Kubernetes' conditions have it; empty for 0. */
  static String stamp(long at) {
    return at == 0 ? "" : Instant.ofEpochMilli(at).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A time with µs, as leases have it. */
  static String micros(long at) {
    return MICROS.format(Instant.ofEpochMilli(at));
  }

  /** When the play began, for what was so from the beginning. */
  String beginning() {
    return stamp(beganAt);
  }

  /** Longhorn's form of a condition: the times are plain strings. */
  static ObjectNode told(String type, Since is, String reason, String message) {
    return JSON.createObjectNode()
        .put("type", type)
        .put("status", is.is() ? "True" : "False")
        .put("reason", reason)
        .put("message", message)
        .put("lastProbeTime", "")
        .put("lastTransitionTime", stamp(is.at()));
  }

  /** The usual form of a condition. */
  static ObjectNode condition(String type, String status, String reason, String message, long at) {
    return JSON.createObjectNode()
        .put("type", type)
        .put("status", status)
        .put("reason", reason)
        .put("message", message)
        .put("lastTransitionTime", stamp(at));
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static ArrayNode array() {
    return JSON.createArrayNode();
  }

  /** What a text block says. */
  static ObjectNode read(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a text block of ours: " + json, e);
    }
  }

  /** Which kind, where, how it is called. */
  record Title(String apiVersion, String kind, String plural, String namespace, String name) {
    static Title longhorn(String kind, String plural, String name) {
      return new Title("longhorn.io/v1beta2", kind, plural, LONGHORN, name);
    }

    ObjectKey key() {
      int slash = apiVersion.indexOf('/');
      String group = slash < 0 ? "" : apiVersion.substring(0, slash);
      return new ObjectKey(new Resource(group, plural), namespace, name);
    }
  }

  /**
   * Puts an object there.
   *
   * @param uid another one for another object of the same name
   * @param labels names and values in turn
   * @param body what it has beside its metadata
   * @return its metadata, to add to
   */
  ObjectNode put(Title title, String uid, Map<String, String> labels, ObjectNode body) {
    ObjectNode object = JSON.createObjectNode();
    object.put("apiVersion", title.apiVersion()).put("kind", title.kind());
    ObjectNode metadata = object.putObject("metadata").put("name", title.name());
    if (!title.namespace().isEmpty()) {
      metadata.put("namespace", title.namespace());
    }
    metadata.put("uid", Volume.id(title.plural(), title.namespace(), title.name(), uid));
    metadata.put("creationTimestamp", beginning());
    ObjectNode allLabels = metadata.putObject("labels");
    labels.forEach(allLabels::put);
    allLabels.put(SIMULATED, "true");
    metadata.putObject("annotations").put(SIMULATED, "played by vigie, not a real cluster");
    object.setAll(body);
    objects.put(title.key(), object);
    return metadata;
  }
}
