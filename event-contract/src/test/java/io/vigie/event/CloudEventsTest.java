package io.vigie.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import io.vigie.event.Decoded.Known;
import java.io.IOException;
import java.net.URI;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The CloudEvents SDK reads what we write, and we read what it writes. */
class CloudEventsTest {

  private static final JsonFormat SDK = new JsonFormat();
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @EnumSource
  void theSdkReadsWhatWeWrite(EventType type) throws IOException {
    Envelope ours = Samples.of(type);
    byte[] line = EventCodec.encode(ours);

    CloudEvent theirs = SDK.deserialize(line);

    assertEquals(SpecVersion.V1, theirs.getSpecVersion());
    assertEquals(ours.id(), theirs.getId());
    assertEquals(URI.create(ours.source()), theirs.getSource());
    assertEquals(type.wire(), theirs.getType());
    assertEquals(ours.event().subject(), theirs.getSubject());
    assertEquals(ours.time().atOffset(ZoneOffset.UTC), theirs.getTime());
    assertEquals("application/json", theirs.getDataContentType());
    assertEquals(ours.sequence().toString(), theirs.getExtension("sequence"));
    assertEquals(ours.fact().causationId(), theirs.getExtension("causationid"));
    assertEquals(ours.fact().correlationId(), theirs.getExtension("correlationid"));
    assertEquals(
        ours.fact().causationId() == null
            ? Set.of("sequence", "correlationid")
            : Set.of("sequence", "correlationid", "causationid"),
        theirs.getExtensionNames());
    JsonNode data = assertInstanceOf(JsonCloudEventData.class, theirs.getData()).getNode();
    assertEquals(JSON.readTree(line).get("data"), data);
  }

  @ParameterizedTest
  @EnumSource
  void weReadWhatTheSdkWritesAfterReadingOurs(EventType type) {
    Envelope ours = Samples.of(type);
    byte[] theirs = SDK.serialize(SDK.deserialize(EventCodec.encode(ours)));
    assertEquals(new Known(ours), EventCodec.decode(theirs));
  }

  @ParameterizedTest
  @EnumSource
  void weReadWhatTheSdkBuilds(EventType type) throws IOException {
    Envelope ours = Samples.of(type);
    JsonNode data = JSON.readTree(EventCodec.encode(ours)).get("data");
    assertNotNull(data);
    CloudEventBuilder builder =
        CloudEventBuilder.v1()
            .withId(ours.id())
            .withSource(URI.create(ours.source()))
            .withType(type.wire())
            .withTime(OffsetDateTime.parse("2026-11-23T13:00:00.123+01:00"))
            .withData("application/json", JsonCloudEventData.wrap(data))
            .withExtension("sequence", ours.sequence().toString())
            .withExtension("correlationid", ours.fact().correlationId())
            .withExtension("traceparent", "00-1");
    if (ours.fact().causationId() != null) {
      builder.withExtension("causationid", ours.fact().causationId());
    }
    assertEquals(new Known(ours), EventCodec.decode(SDK.serialize(builder.build())));
  }
}
