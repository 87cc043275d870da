package io.vigie.kit.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {

  private final JsonLines lines = new JsonLines();

  JsonLinesTest() {
    lines.start();
  }

  @Test
  void keepsNumbersTruthsAndNulls() throws IOException {
    LoggingEvent event = event("node down", null);
    event.addKeyValuePair(new KeyValuePair("node", "k3s-1"));
    event.addKeyValuePair(new KeyValuePair("penalty", 1000L));
    event.addKeyValuePair(new KeyValuePair("impaired", false));
    event.addKeyValuePair(new KeyValuePair("load", 0.5));
    event.addKeyValuePair(new KeyValuePair("host", null));

    assertEquals(
        new ObjectMapper()
            .readTree(
                """
                {"time":"2026-11-23T12:00:00.123Z","level":"INFO","logger":"io.vigie.Health",
                 "thread":"loop-0","message":"node down",
                 "fields":{"node":"k3s-1","penalty":1000,"impaired":false,"load":0.5,
                           "host":null}}\
                """),
        parse(event));
  }

  @Test
  void isOneLineWhateverTheMessageAndTheErrorHold() throws IOException {
    LoggingEvent event =
        event("from outside: \"\n{\u2028\u0000", new IllegalStateException("line 1\nline 2"));
    JsonNode json = parse(event);
    assertEquals("from outside: \"\n{\u2028\u0000", json.path("message").textValue());
    String error = json.path("error").textValue();
    assertTrue(error.startsWith("java.lang.IllegalStateException: line 1\nline 2"), error);
    assertTrue(error.contains("JsonLinesTest.java"), error);
  }

  private JsonNode parse(LoggingEvent event) throws IOException {
    String text = new String(lines.encode(event), StandardCharsets.UTF_8);
    assertEquals(text.length() - 1, text.indexOf('\n'));
    return new ObjectMapper().readTree(text);
  }

  private static LoggingEvent event(String message, @Nullable Throwable error) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            "", context.getLogger("io.vigie.Health"), Level.INFO, message, error, null);
    event.setInstant(Instant.parse("2026-11-23T12:00:00.123Z"));
    event.setThreadName("loop-0");
    return event;
  }
}
