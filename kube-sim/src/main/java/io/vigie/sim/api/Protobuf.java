package io.vigie.sim.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.store.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The only object that kubectl insists on sending in protobuf and that says all in its metadata: a
 * namespace. Others are asked for in JSON.
 */
final class Protobuf {

  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final int LENGTH_DELIMITED = 2;
  private static final int TYPE = 1;
  private static final int RAW = 2;
  private static final int LABELS = 11;
  private static final int ANNOTATIONS = 12;

  private Protobuf() {}

  /** Gets the fields of a message that have a length. */
  private interface Fields {
    void field(int number, ByteBuffer value);
  }

  /** The namespace; null if it is something else. */
  static @Nullable ObjectNode namespace(byte[] body) {
    if (body.length < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(body, MAGIC.length))) {
      return null;
    }
    ObjectNode object = Json.object();
    ByteBuffer envelope = ByteBuffer.wrap(body, MAGIC.length, body.length - MAGIC.length).slice();
    boolean whole =
        read(
            envelope,
            (number, value) -> {
              if (number == TYPE) {
                read(value, (n, text) -> object.put(n == 1 ? "apiVersion" : "kind", text(text)));
              } else if (number == RAW) {
                read(
                    value,
                    (n, part) -> {
                      if (n == 1) {
                        metadata(part, object.putObject("metadata"));
                      }
                    });
              }
            });
    return whole && object.path("kind").asText().equals("Namespace") ? object : null;
  }

  private static void metadata(ByteBuffer message, ObjectNode metadata) {
    read(
        message,
        (number, value) -> {
          switch (number) {
            case 1 -> metadata.put("name", text(value));
            case 2 -> metadata.put("generateName", text(value));
            case LABELS -> entry(value, Json.object(metadata, "labels"));
            case ANNOTATIONS -> entry(value, Json.object(metadata, "annotations"));
            default -> {}
          }
        });
    if (metadata.path("generateName").asText().isEmpty()) {
      metadata.remove("generateName");
    }
  }

  private static void entry(ByteBuffer message, ObjectNode map) {
    String[] entry = {"", ""};
    read(
        message,
        (number, value) -> {
          if (number == 1 || number == 2) {
            entry[number - 1] = text(value);
          }
        });
    map.put(entry[0], entry[1]);
  }

  /** Whether it could be read to its end. */
  private static boolean read(ByteBuffer message, Fields fields) {
    while (message.hasRemaining()) {
      long tag = varint(message);
      switch ((int) (tag & 7)) {
        case 0 -> varint(message);
        case LENGTH_DELIMITED -> {
          long length = varint(message);
          if (length < 0 || length > message.remaining()) {
            return false;
          }
          fields.field((int) (tag >>> 3), message.slice(message.position(), (int) length));
          message.position(message.position() + (int) length);
        }
        default -> {
          return false;
        }
      }
    }
    return true;
  }

  /** The number; -1 if it does not end. */
  private static long varint(ByteBuffer message) {
    long number = 0;
    for (int shift = 0; shift < 64 && message.hasRemaining(); shift += 7) {
      byte next = message.get();
      number |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return number;
      }
    }
    return -1;
  }

  private static String text(ByteBuffer value) {
    return StandardCharsets.UTF_8.decode(value.duplicate()).toString();
  }
}
