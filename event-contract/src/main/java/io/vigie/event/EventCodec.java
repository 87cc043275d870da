package io.vigie.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.event.Decoded.Known;
import io.vigie.event.Decoded.Reason;
import io.vigie.event.Decoded.Rejected;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Envelopes to and from CloudEvents 1.0 in structured JSON, one line each. Thread-safe.
 *
 * <p>Decoding is total: whatever the bytes are, the answer is a value.
 */
public final class EventCodec {

  /** The Kafka header of every record. */
  public static final String CONTENT_TYPE = "application/cloudevents+json; charset=utf-8";

  /** Longer records are not looked at, in bytes. */
  public static final int MOST_BYTES = 256 * 1024;

  /** The longest id, in characters. */
  static final int MOST_ID = 128;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // a newer optional field
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(Include.NON_NULL, Include.USE_DEFAULTS))
          .build();

  private static final Map<EventType, Shape> SHAPES =
      Arrays.stream(EventType.values())
          .collect(Collectors.toMap(Function.identity(), type -> Shape.of(type.record())));

  /** For text that is no Unicode: half a surrogate pair has no place in UTF-8. */
  private static final ObjectWriter ASCII = JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private EventCodec() {}

  /** What an event's data looks like. */
  static Shape shapeOf(EventType type) {
    return Objects.requireNonNull(SHAPES.get(type));
  }

  /** One line of UTF-8 JSON without the line end. */
  public static byte[] encode(Envelope envelope) {
    Fact fact = envelope.fact();
    ObjectNode json = JSON.createObjectNode();
    json.put("specversion", "1.0");
    json.put("id", fact.id());
    json.put("source", envelope.source());
    json.put("type", envelope.type().wire());
    json.put("subject", fact.event().subject());
    json.put("time", envelope.time().toString());
    json.put("datacontenttype", "application/json");
    json.put("sequence", envelope.sequence().toString());
    if (fact.causationId() != null) {
      json.put("causationid", fact.causationId());
    }
    json.put("correlationid", fact.correlationId());
    ObjectNode data = JSON.valueToTree(fact.event());
    if (!fact.because().isEmpty()) {
      ArrayNode because = data.putArray("because");
      fact.because().forEach(because::add);
    }
    json.set("data", data);
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      return ascii(json);
    }
  }

  private static byte[] ascii(ObjectNode json) {
    try {
      return ASCII.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + json, e);
    }
  }

  /** What these bytes are. Never throws. */
  public static Decoded decode(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      return new Rejected(
          Reason.TOO_LARGE, bytes.length + " bytes, at most " + MOST_BYTES + " expected");
    }
    JsonNode json;
    try {
      json = JSON.readTree(bytes);
    } catch (IOException e) {
      return new Rejected(Reason.BROKEN_JSON, String.valueOf(e.getMessage()));
    }
    if (json == null || !json.isObject()) {
      return new Rejected(Reason.BROKEN_JSON, "not a JSON object");
    }
    return decode(json);
  }

  private static Decoded decode(JsonNode json) {
    String wire = text(json, "type");
    String id = text(json, "id");
    String source = text(json, "source");
    if (wire == null || id == null || source == null || !"1.0".equals(text(json, "specversion"))) {
      return new Rejected(Reason.NOT_AN_EVENT, "specversion 1.0, id, source and type are required");
    }
    EventType type = EventType.ofWire(wire);
    if (type == null) {
      return new Rejected(
          EventType.isNewer(wire) ? Reason.NEWER_VERSION : Reason.UNKNOWN_TYPE, "type " + wire);
    }
    String sequence = text(json, "sequence");
    String time = text(json, "time");
    JsonNode data = json.get("data");
    if (sequence == null || time == null || data == null || data.isNull()) {
      return new Rejected(Reason.NOT_AN_EVENT, wire + ": sequence, time and data are required");
    }
    String misfit = shapeOf(type).misfit(data, "data");
    if (misfit != null) {
      return new Rejected(Reason.BAD_DATA, wire + ": " + misfit);
    }
    try {
      Event event = JSON.treeToValue(data, type.record());
      Fact fact = fact(json, id, event, data);
      Instant at = OffsetDateTime.parse(time).toInstant();
      return new Known(new Envelope(fact, source, Sequence.parse(sequence), at));
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
      return new Rejected(Reason.BAD_DATA, wire + ": " + e.getMessage());
    }
  }

  private static Fact fact(JsonNode json, String id, Event event, JsonNode data) {
    String causation = text(json, "causationid");
    String correlation = text(json, "correlationid");
    List<String> because = new ArrayList<>();
    for (JsonNode other : data.path("because")) {
      if (other.isTextual() && because.size() < Fact.MOST_BECAUSE) {
        because.add(other.textValue());
      }
    }
    for (String each : because) {
      requireId(each);
    }
    return new Fact(
        requireId(id),
        event,
        causation == null ? null : requireId(causation),
        correlation == null ? id : requireId(correlation),
        because);
  }

  private static String requireId(String id) {
    if (id.isEmpty() || id.length() > MOST_ID) {
      throw new IllegalArgumentException("id of " + id.length() + " characters, 1 to " + MOST_ID);
    }
    return id;
  }

  private static @Nullable String text(JsonNode json, String name) {
    JsonNode value = json.get(name);
    return value != null && value.isTextual() ? value.textValue() : null;
  }
}
