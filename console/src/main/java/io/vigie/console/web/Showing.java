package io.vigie.console.web;

import io.vertx.core.buffer.Buffer;
import io.vigie.kit.manage.ApiJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
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
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private long version;
  private Instant at = Instant.EPOCH;

  private @Nullable Buffer whole;
  private @Nullable Buffer zipped;

  /** What is sent of this version, by the version that was seen last. */
  private final Map<Long, Buffer> frames = new HashMap<>();

  /** A part as JSON, and the version since which it is so. */
  private record Part(Buffer json, long since) {}

  /** Nothing yet but who shows it. */
  Showing(Map<String, Object> who) {
    this.who = who;
  }

  /** Takes in how everything is; whether that is another than before. */
  boolean update(Map<String, Object> next, Instant now) {
    long following = version + 1;
    boolean changed = false;
    for (Map.Entry<String, Object> part : next.entrySet()) {
      Buffer json = Buffer.buffer(ApiJson.bytes(part.getValue()));
      Part before = parts.get(part.getKey());
      if (before == null || !json.equals(before.json())) {
        parts.put(part.getKey(), new Part(json, following));
        changed = true;
      }
    }
    if (changed) {
      version = following;
      at = now;
      whole = null;
      zipped = null;
      frames.clear();
    }
    return changed;
  }

  /** Rises with each change; 0 before the first. */
  long version() {
    return version;
  }

  /** All of it. */
  Buffer whole() {
    Buffer made = whole;
    if (made == null) {
      made = object(0);
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

  /** What a page is sent that has seen this version, 0 for none: what changed since. */
  Buffer frame(long seen) {
    return frames.computeIfAbsent(seen, since -> Frames.of("state", object(since)));
  }

  /** The parts that changed after this version. */
  private Buffer object(long seen) {
    Map<String, Object> head = new LinkedHashMap<>(who);
    head.put("version", version);
    head.put("at", at);
    byte[] begin = ApiJson.bytes(head);
    Buffer json = Buffer.buffer().appendBytes(begin, 0, begin.length - 1); // without the brace
    parts.forEach(
        (name, part) -> {
          if (part.since() > seen) {
            json.appendBytes((",\"" + name + "\":").getBytes(StandardCharsets.UTF_8))
                .appendBuffer(part.json());
          }
        });
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
