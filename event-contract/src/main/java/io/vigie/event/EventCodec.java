package io.vigie.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.List;
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

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // a newer optional field
          .build();

  private EventCodec() {}

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
      throw new IllegalStateException("cannot write " + envelope, e);
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
      return new Rejected(Reason.BROKEN_JSON, firstLine(e));
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
      boolean newer = knownInAnotherVersion(wire);
      return new Rejected(newer ? Reason.NEWER_VERSION : Reason.UNKNOWN_TYPE, "type " + wire);
    }
    String sequence = text(json, "sequence");
    String time = text(json, "time");
    JsonNode data = json.get("data");
    if (sequence == null || time == null || data == null || !data.isObject()) {
      return new Rejected(Reason.NOT_AN_EVENT, wire + ": sequence, time and data are required");
    }
    try {
      Event event = JSON.treeToValue(data, type.record());
      String correlation = text(json, "correlationid");
      Fact fact =
          new Fact(
              id,
              event,
              text(json, "causationid"),
              correlation == null ? id : correlation,
              because(data));
      Instant at = OffsetDateTime.parse(time).toInstant();
      return new Known(new Envelope(fact, source, Sequence.parse(sequence), at));
    } catch (JsonProcessingException
        | DateTimeException
        | IllegalArgumentException
        | NullPointerException e) {
      return new Rejected(Reason.BAD_DATA, wire + ": " + firstLine(e));
    }
  }

  private static boolean knownInAnotherVersion(String wire) {
    int dot = wire.lastIndexOf(".v");
    if (dot < 0) {
      return false;
    }
    String stem = wire.substring(0, dot + 2);
    for (EventType type : EventType.values()) {
      if (type.wire().startsWith(stem)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> because(JsonNode data) {
    List<String> ids = new ArrayList<>();
    data.path("because").forEach(id -> ids.add(id.asText()));
    return ids;
  }

  private static @Nullable String text(JsonNode json, String name) {
    JsonNode value = json.get(name);
    return value != null && value.isTextual() ? value.textValue() : null;
  }

  private static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
