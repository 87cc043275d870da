package io.vigie.console.web;

import io.vertx.core.buffer.Buffer;
import io.vigie.kit.manage.ApiJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The state as it is sent: each part is written once when it changed, however many look.
 *
 * <p>Thread rule: one thread.
 */
final class Showing {

  private final Map<String, Object> who;
  private final Map<String, byte[]> parts = new LinkedHashMap<>();
  private final Map<String, byte[]> changed = new LinkedHashMap<>();
  private long version;
  private Instant at = Instant.EPOCH;

  private @Nullable Buffer whole;
  private @Nullable Buffer zipped;
  private @Nullable Buffer wholeFrame;
  private @Nullable Buffer changeFrame;

  /** Nothing yet but who shows it. */
  Showing(Map<String, Object> who) {
    this.who = who;
  }

  /** Takes in how everything is; whether that is another than before. */
  boolean update(Map<String, Object> next, Instant now) {
    Map<String, byte[]> different = new LinkedHashMap<>();
    next.forEach(
        (name, part) -> {
          byte[] json = ApiJson.bytes(part);
          if (!Arrays.equals(json, parts.get(name))) {
            different.put(name, json);
          }
        });
    if (different.isEmpty()) {
      return false;
    }
    parts.putAll(different);
    changed.clear();
    changed.putAll(different);
    version++;
    at = now;
    whole = null;
    zipped = null;
    wholeFrame = null;
    changeFrame = null;
    return true;
  }

  /** Rises with each change; 0 before the first. */
  long version() {
    return version;
  }

  /** All of it. */
  Buffer whole() {
    Buffer made = whole;
    if (made == null) {
      made = object(parts);
      whole = made;
    }
    return made;
  }

  /** All of it, as gzip. */
  Buffer zipped() {
    Buffer made = zipped;
    if (made == null) {
      made = zip(whole().getBytes());
      zipped = made;
    }
    return made;
  }

  /** What a page is sent that has seen this version, 0 for none: the whole, or what changed. */
  Buffer frame(long seen) {
    if (seen != 0 && seen == version - 1) {
      Buffer made = changeFrame;
      if (made == null) {
        made = Frames.of("state", object(changed));
        changeFrame = made;
      }
      return made;
    }
    Buffer made = wholeFrame;
    if (made == null) {
      made = Frames.of("state", whole());
      wholeFrame = made;
    }
    return made;
  }

  private Buffer object(Map<String, byte[]> members) {
    Map<String, Object> head = new LinkedHashMap<>(who);
    head.put("version", version);
    head.put("at", at);
    byte[] begin = ApiJson.bytes(head);
    Buffer json = Buffer.buffer().appendBytes(begin, 0, begin.length - 1); // without the brace
    members.forEach(
        (name, part) ->
            json.appendBytes((",\"" + name + "\":").getBytes(StandardCharsets.UTF_8))
                .appendBytes(part));
    return json.appendByte((byte) '}');
  }

  static Buffer zip(byte[] bytes) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream(bytes.length / 4 + 64);
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return Buffer.buffer(zipped.toByteArray());
  }
}
