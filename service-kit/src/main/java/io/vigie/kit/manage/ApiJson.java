package io.vigie.kit.manage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vigie.kit.config.Secret;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Records as JSON on the management port. Times, paths and addresses are text, secrets hidden. */
public final class ApiJson {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(Duration.class, ToStringSerializer.instance)
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addSerializer(Path.class, ToStringSerializer.instance)
                  .addSerializer(SocketAddress.class, ToStringSerializer.instance)
                  .addSerializer(Secret.class, ToStringSerializer.instance))
          .build();

  /** For text that is no Unicode: half a surrogate pair has no place in UTF-8. */
  private static final ObjectWriter ASCII = JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private ApiJson() {}

  /** A record, a map, or what else Jackson can write, as UTF-8. */
  public static byte[] bytes(Object body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      return ascii(body);
    }
  }

  private static byte[] ascii(Object body) {
    try {
      return ASCII.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON of " + body.getClass(), e);
    }
  }

  /** Answers with a status and a body: a record, a map, or what else Jackson can write. */
  public static void answer(RoutingContext request, int status, Object body) {
    byte[] bytes = bytes(body);
    request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json; charset=utf-8")
        .putHeader("cache-control", "no-store")
        .end(Buffer.buffer(bytes));
  }

  /** Answers with {@code {"error": ..., "hint": ...}}. */
  public static void refuse(RoutingContext request, int status, String error, String hint) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("error", error);
    if (!hint.isEmpty()) {
      body.put("hint", hint);
    }
    answer(request, status, body);
  }
}
