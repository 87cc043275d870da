package io.vigie.kit.news.spool;

import io.vigie.event.Sequence;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One event on its way to Kafka, ready to be sent. Immutable, if nobody writes to {@link #value}.
 *
 * <p>Body on disk, big-endian: format (1 byte), epoch, n and time (8 bytes each), topic and key
 * (each its length in 2 bytes, then UTF-8), value (the rest).
 */
public final class SpoolRecord {

  private static final byte FORMAT = 1;
  private static final int FIXED_BYTES = 1 + 3 * Long.BYTES + 2 * Short.BYTES;
  private static final int MOST_TEXT_BYTES = 0xFFFF;

  private final String topic;
  private final String key;
  private final Sequence sequence;
  private final long timeMillis;
  private final byte[] value;
  private final byte[] topicBytes;
  private final byte[] keyBytes;

  /**
   * A record.
   *
   * @param topic the Kafka topic
   * @param key the Kafka key
   * @param sequence the event's place in its source
   * @param timeMillis when it was published, Unix time in ms
   * @param value the Kafka value
   * @throws IllegalArgumentException if topic or key is longer than 65,535 bytes, or all of it is
   *     longer than 512 KiB
   */
  public SpoolRecord(String topic, String key, Sequence sequence, long timeMillis, byte[] value) {
    this.topic = topic;
    this.key = key;
    this.sequence = sequence;
    this.timeMillis = timeMillis;
    this.value = value;
    this.topicBytes = bytes(topic);
    this.keyBytes = bytes(key);
    if (bodyBytes() > Frame.MOST_BODY_BYTES) {
      throw new IllegalArgumentException(
          bodyBytes() + " bytes for " + key + ", at most " + Frame.MOST_BODY_BYTES + " expected");
    }
  }

  /** The Kafka topic. */
  public String topic() {
    return topic;
  }

  /** The Kafka key. */
  public String key() {
    return key;
  }

  /** The event's place in its source. */
  public Sequence sequence() {
    return sequence;
  }

  /** When it was published, Unix time in ms. */
  public long timeMillis() {
    return timeMillis;
  }

  /** The Kafka value; not a copy, so to be read only. */
  public byte[] value() {
    return value;
  }

  /** How many bytes it takes, framing aside. */
  public int bodyBytes() {
    return FIXED_BYTES + topicBytes.length + keyBytes.length + value.length;
  }

  byte[] body() {
    return ByteBuffer.allocate(bodyBytes())
        .put(FORMAT)
        .putLong(sequence.epoch())
        .putLong(sequence.n())
        .putLong(timeMillis)
        .putShort((short) topicBytes.length)
        .put(topicBytes)
        .putShort((short) keyBytes.length)
        .put(keyBytes)
        .put(value)
        .array();
  }

  /** The record with this body; empty if it is none that this version wrote. */
  static Optional<SpoolRecord> ofBody(ByteBuffer body) {
    if (body.remaining() < FIXED_BYTES || body.get() != FORMAT) {
      return Optional.empty();
    }
    try {
      Sequence sequence = new Sequence(body.getLong(), body.getLong());
      long timeMillis = body.getLong();
      String topic = text(body);
      String key = text(body);
      byte[] value = new byte[body.remaining()];
      body.get(value);
      return Optional.of(new SpoolRecord(topic, key, sequence, timeMillis, value));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String text(ByteBuffer body) {
    byte[] bytes = new byte[Short.toUnsignedInt(body.getShort())];
    body.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MOST_TEXT_BYTES) {
      throw new IllegalArgumentException("topic or key over " + MOST_TEXT_BYTES + " bytes");
    }
    return bytes;
  }
}
