package io.vigie.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.Decoded.Known;
import io.vigie.event.Decoded.Reason;
import io.vigie.event.Decoded.Rejected;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes are, the answer is a value. */
class EventCodecTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Envelope NODE = Samples.of(EventType.NODE_CHANGED);

  @ParameterizedTest
  @EnumSource
  void readsBackWhatItWrote(EventType type) {
    Envelope envelope = Samples.of(type);
    assertEquals(new Known(envelope), EventCodec.decode(EventCodec.encode(envelope)));
  }

  @Test
  void anEventIsOneLine() {
    ServiceAlive odd = new ServiceAlive("lb\n1", "health\r\u2028service", "\u0000", 1);
    byte[] line = EventCodec.encode(envelope(odd));
    assertFalse(new String(line, UTF_8).contains("\n"));
    assertEquals(odd, known(line).event());
  }

  @Test
  void theKeyIsHostSubjectAndFamily() {
    assertEquals("lb-1/k3s-1#node", NODE.key());
    assertEquals("lb-1/k3s-1/traefik#check", Samples.of(EventType.CHECK_CHANGED).key());
    assertEquals("lb-1", NODE.host());
    assertEquals("health-service", NODE.service());
  }

  @Test
  void desiredStateHasNoTimeLimitAndNoNulls() {
    CommandRequested drain = new CommandRequested(Kind.DRAIN, "k3s-1", null, null, false, "owner");
    byte[] line = EventCodec.encode(envelope(drain));
    assertFalse(new String(line, UTF_8).contains("null"));
    assertEquals(drain, known(line).event());
  }

  @Test
  void textForPeopleIsCutToOneShortLine() {
    CommandAnswered answer =
        new CommandAnswered("id", "k3s-1", CommandAnswered.Outcome.FAILED, "a\nb".repeat(9999), "");
    assertEquals(300, answer.message().length());
    assertTrue(answer.message().startsWith("a ba b"));
    assertEquals(answer, known(EventCodec.encode(envelope(answer))).event());
  }

  // --- attributes ---

  @ParameterizedTest
  @ValueSource(strings = {"specversion", "id", "source", "type", "sequence", "time", "data"})
  void everyRequiredAttributeIsMissed(String name) {
    rejected(Reason.NOT_AN_EVENT, edited(json -> json.remove(name)));
    rejected(Reason.NOT_AN_EVENT, edited(json -> json.putNull(name)));
    if (!name.equals("data")) {
      rejected(Reason.NOT_AN_EVENT, edited(json -> json.put(name, 1)));
    }
  }

  @Test
  void anotherCloudEventsVersionIsNoEvent() {
    rejected(Reason.NOT_AN_EVENT, edited(json -> json.put("specversion", "0.3")));
  }

  // --- types and versions ---

  @ParameterizedTest
  @CsvSource({
    "io.vigie.health.node-changed.v2, NEWER_VERSION",
    "io.vigie.health.node-changed.v999999, NEWER_VERSION",
    "io.vigie.health.node-changed.v0, UNKNOWN_TYPE",
    "io.vigie.health.node-changed.v01, UNKNOWN_TYPE",
    "io.vigie.health.node-changed.v9999999, UNKNOWN_TYPE",
    "io.vigie.health.node-changed.v1x, UNKNOWN_TYPE",
    "io.vigie.health.node-changed, UNKNOWN_TYPE",
    "io.vigie.health.node-gone.v1, UNKNOWN_TYPE",
    "com.example.order.v1, UNKNOWN_TYPE",
    "NODE_CHANGED, UNKNOWN_TYPE"
  })
  void typesOfOthersAreCountedApartFromNewerOnes(String type, Reason reason) {
    rejected(reason, edited(json -> json.put("type", type)));
  }

  @Test
  void aNewerOptionalFieldIsIgnored() {
    byte[] newer =
        edited(
            json -> {
              json.put("traceparent", "00-1");
              json.withObject("/data").putObject("rack").put("unit", 7);
            });
    assertEquals(new Known(NODE), EventCodec.decode(newer));
  }

  // --- attributes out of range ---

  @ParameterizedTest
  @CsvSource({
    "sequence, 12.345",
    "sequence, 0000000012.0000000003450",
    "sequence, -000000012.000000000345",
    "time, yesterday",
    "time, 2026-11-23T12:00:00",
    "time, 2026-13-23T12:00:00Z",
    "time, 1969-12-31T23:59:59Z",
    "time, +10000-01-01T00:00:00Z",
    "time, +999999999-12-31T23:59:59Z",
    "source, lb-1",
    "source, /vigie/lb-1",
    "source, /vigie//health-service",
    "source, /vigie/lb-1/health-service/x",
    "source, /other/lb-1/health-service",
    "id, ''"
  })
  void attributesOutOfRangeAreCounted(String name, String value) {
    rejected(Reason.BAD_DATA, edited(json -> json.put(name, value)));
  }

  @Test
  void hugeNamesAreCounted() {
    String huge = "x".repeat(100_000);
    rejected(Reason.BAD_DATA, edited(json -> json.put("id", huge)));
    rejected(Reason.BAD_DATA, edited(json -> json.put("correlationid", huge)));
    rejected(Reason.BAD_DATA, edited(json -> json.put("causationid", huge)));
    rejected(Reason.BAD_DATA, edited(json -> json.put("source", "/vigie/" + huge + "/lb-service")));
    rejected(Reason.BAD_DATA, edited(json -> json.withObject("/data").put("node", huge)));
    rejected(
        Reason.BAD_DATA,
        edited(json -> json.withObject("/data").putArray("because").add("id").add(huge)));
    rejected(Reason.UNKNOWN_TYPE, edited(json -> json.put("type", huge)));
  }

  @Test
  void moreThanEightCausesAreCutToEight() {
    byte[] many =
        edited(
            json -> {
              var because = json.withObject("/data").putArray("because");
              for (int i = 0; i < 1000; i++) {
                because.add("id-" + i);
              }
            });
    assertEquals(
        List.of("id-0", "id-1", "id-2", "id-3", "id-4", "id-5", "id-6", "id-7"),
        known(many).fact().because());
  }

  @Test
  void aStrangersEventWithoutCorrelationIsARoot() {
    Fact fact =
        known(
                edited(
                    json -> {
                      json.remove("correlationid");
                      json.remove("causationid");
                    }))
            .fact();
    assertEquals(NODE.id(), fact.correlationId());
    assertEquals(null, fact.causationId());
  }

  // --- data that does not fit ---

  @ParameterizedTest
  @EnumSource
  void everyRequiredFieldIsMissed(EventType type) {
    for (Shape.Field field : EventCodec.shapeOf(type).fields()) {
      byte[] removed = editedData(type, data -> data.remove(field.name()));
      byte[] nulled = editedData(type, data -> data.putNull(field.name()));
      if (field.required()) {
        String where = type.wire() + ": data." + field.name() + ": missing";
        assertEquals(new Rejected(Reason.BAD_DATA, where), EventCodec.decode(removed));
        assertEquals(new Rejected(Reason.BAD_DATA, where), EventCodec.decode(nulled));
      } else {
        known(removed);
        assertEquals(EventCodec.decode(removed), EventCodec.decode(nulled));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFieldOfAnotherKindIsCounted(EventType type) {
    for (Shape.Field field : EventCodec.shapeOf(type).fields()) {
      for (String other : List.of("\"?\"", "1.5", "-1", "true", "[1]", "[null]", "{\"a\":1}")) {
        byte[] edited = editedData(type, data -> data.set(field.name(), parse(other)));
        boolean text = field.kind() instanceof Shape.Kind.Text && other.equals("\"?\"");
        boolean truth = field.kind() instanceof Shape.Kind.Truth && other.equals("true");
        if (text || truth) {
          known(edited);
        } else {
          rejected(Reason.BAD_DATA, edited);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "penalty | -1",
        "penalty | 1.5",
        "penalty | 1e3",
        "penalty | 9223372036854775808",
        "penalty | 1e999999999",
        "penalty | \"1000\"",
        "penalty | \"NaN\"",
        "penalty | true",
        "status | \"DOWN\"",
        "status | \"dead\"",
        "status | \"\"",
        "status | 2",
        "failing | \"traefik\"",
        "failing | [\"traefik\", null]",
        "failing | [\"traefik\", 1]",
        "failing | {}",
        "impaired | \"true\"",
        "impaired | 1"
      })
  void valuesThatDoNotFitAreCounted(String field, String value) {
    byte[] edited =
        editedData(EventType.NODE_CHANGED, data -> data.set(field, parse(value.strip())));
    rejected(Reason.BAD_DATA, edited);
  }

  @Test
  void dataThatIsNoObjectIsCounted() {
    rejected(Reason.BAD_DATA, edited(json -> json.putArray("data")));
    rejected(Reason.BAD_DATA, edited(json -> json.put("data", "text")));
  }

  @Test
  void tenValuesAreTenValues() {
    byte[] nine =
        editedData(EventType.TRAFFIC_SAMPLED, data -> data.withArray("/total/attempts").remove(0));
    Rejected rejected = rejected(Reason.BAD_DATA, nine);
    assertTrue(rejected.detail().endsWith("data.total.attempts: list of 10 expected"));
    byte[] negative =
        editedData(
            EventType.TRAFFIC_SAMPLED,
            data -> data.withArray("/servers/traefik~1k3s-3/bytesIn").set(9, -1));
    rejected = rejected(Reason.BAD_DATA, negative);
    assertTrue(
        rejected.detail().contains("data.servers.traefik/k3s-3.bytesIn[9]: whole number"),
        rejected.detail());
  }

  @Test
  void weightsAndInstantsHaveBounds() {
    for (String bad : List.of("257", "-1", "\"1\"")) {
      rejected(
          Reason.BAD_DATA,
          editedData(EventType.COMMAND_REQUESTED, data -> data.set("weight", parse(bad))));
    }
    known(editedData(EventType.COMMAND_REQUESTED, data -> data.put("weight", 256)));
    rejected(
        Reason.BAD_DATA,
        editedData(EventType.COMMAND_REQUESTED, data -> data.put("expiresAt", "in 30 s")));
    rejected(
        Reason.BAD_DATA, editedData(EventType.CONNECT_FAILED, data -> data.put("consecutive", 0)));
  }

  // --- what cannot be made ---

  @Test
  void anEnvelopeThatCouldNotBeReadCannotBeMade() {
    Fact fact = NODE.fact();
    Sequence one = new Sequence(1, 1);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Envelope(fact, "lb-1/health-service", one, Instant.EPOCH));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Envelope(fact, NODE.source(), one, Instant.EPOCH.minusMillis(1)));
    Fact huge = Fact.root("id", new ServiceAlive("x".repeat(600), "lb-service", "1", 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Envelope(huge, NODE.source(), one, Instant.EPOCH));
    Instant nanos = Instant.parse("2026-11-23T12:00:00.123456789Z");
    assertEquals(
        Instant.parse("2026-11-23T12:00:00.123Z"),
        new Envelope(fact, NODE.source(), one, nanos).time());
  }

  private interface Edit {
    void change(ObjectNode json);
  }

  private static byte[] edited(Edit edit) {
    return edited(EventType.NODE_CHANGED, edit);
  }

  private static byte[] editedData(EventType type, Edit edit) {
    return edited(type, json -> edit.change(json.withObject("/data")));
  }

  private static byte[] edited(EventType type, Edit edit) {
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(EventCodec.encode(Samples.of(type)));
      edit.change(json);
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode parse(String json) {
    try {
      return Objects.requireNonNull(JSON.readTree(json));
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  private static Envelope known(byte[] bytes) {
    return assertInstanceOf(Known.class, EventCodec.decode(bytes)).envelope();
  }

  private static Rejected rejected(Reason reason, byte[] bytes) {
    Rejected rejected = assertInstanceOf(Rejected.class, EventCodec.decode(bytes));
    assertEquals(reason, rejected.reason(), rejected.detail());
    assertTrue(rejected.detail().length() <= 300 && !rejected.detail().contains("\n"));
    return rejected;
  }

  private static Envelope envelope(Event event) {
    return new Envelope(
        Fact.root("id", event),
        NODE.source(),
        new Sequence(1, 1),
        Instant.parse("2026-01-01T00:00:00Z"));
  }
}
