package io.vigie.kit.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object per line: {@code time level logger thread message fields error}. Key-value pairs
 * of a log call stand in {@code fields}, numbers and booleans as such.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {

  private static final byte[] NONE = {};

  private final JsonFactory json = new JsonFactory();
  private final ThrowableProxyConverter traces = new ThrowableProxyConverter();

  @Override
  public void start() {
    traces.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return NONE;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    try (JsonGenerator out = json.createGenerator(line)) {
      out.writeStartObject();
      out.writeStringField("time", event.getInstant().toString());
      out.writeStringField("level", event.getLevel().toString());
      out.writeStringField("logger", event.getLoggerName());
      out.writeStringField("thread", event.getThreadName());
      out.writeStringField("message", event.getFormattedMessage());
      fields(out, event.getKeyValuePairs());
      if (event.getThrowableProxy() != null) {
        out.writeStringField("error", traces.convert(event));
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    line.write('\n');
    return line.toByteArray();
  }

  @Override
  public byte[] footerBytes() {
    return NONE;
  }

  private static void fields(JsonGenerator out, @Nullable List<KeyValuePair> pairs)
      throws IOException {
    if (pairs == null || pairs.isEmpty()) {
      return;
    }
    out.writeObjectFieldStart("fields");
    for (KeyValuePair pair : pairs) {
      out.writeFieldName(pair.key);
      switch (pair.value) {
        case null -> out.writeNull();
        case Integer number -> out.writeNumber(number);
        case Long number -> out.writeNumber(number);
        case Double number -> out.writeNumber(number);
        case Boolean truth -> out.writeBoolean(truth);
        default -> out.writeString(pair.value.toString());
      }
    }
    out.writeEndObject();
  }
}
