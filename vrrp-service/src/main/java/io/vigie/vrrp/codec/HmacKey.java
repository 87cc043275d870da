package io.vigie.vrrp.codec;

import java.time.Instant;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of keepalived's {@code auth_hmac} trailer (since 2.4.0), and what it is used for.
 *
 * @param id the key's number on the wire, 0 to 255
 * @param secret 32 to 64 bytes, never printed
 * @param mode who must sign
 * @param windowSeconds how far the sender's clock may be from ours, 1 to 300
 */
public record HmacKey(int id, SecretKey secret, Mode mode, int windowSeconds) {

  static final String ALGORITHM = "HmacSHA256";

  /** How to move a group of routers to signed adverts, one after the other. */
  public enum Mode {
    /** Sends none; a trailer received must be right. */
    RECEIVE_ONLY,
    /** Sends a trailer; one received must be right, but may be missing. */
    PERMISSIVE,
    /** Sends a trailer, and drops what has none. */
    ENFORCE
  }

  /** Checks the ranges. */
  public HmacKey {
    if (id < 0 || id > 255) {
      throw new IllegalArgumentException("HMAC key id " + id + ", must be 0 to 255");
    }
    if (windowSeconds < 1 || windowSeconds > 300) {
      throw new IllegalArgumentException(
          "HMAC window of " + windowSeconds + " s, must be 1 to 300 s");
    }
  }

  /** From the key's bytes, 32 to 64 of them. */
  public static HmacKey of(int id, byte[] secret, Mode mode, int windowSeconds) {
    if (secret.length < 32 || secret.length > 64) {
      throw new IllegalArgumentException(
          "HMAC key of " + secret.length + " bytes, must have 32 to 64");
    }
    return new HmacKey(id, new SecretKeySpec(secret, ALGORITHM), mode, windowSeconds);
  }

  /** keepalived's default: three intervals, at least 5 s. */
  public static int defaultWindowSeconds(int intervalCentis) {
    return Math.clamp((3L * intervalCentis + 99) / 100, 5, 300);
  }

  /**
   * The sequence of the first advert: seconds since the epoch in the upper 32 bits, then 1/65536 s
   * in 16 bits, then a counter.
   */
  public static long sequence(Instant now) {
    long fraction = ((long) now.getNano() << 16) / 1_000_000_000L;
    return now.getEpochSecond() << 32 | fraction << 16;
  }

  /**
   * The sequence of every later one: the clock's, or one more than the last if the clock has not
   * moved on. If the clock was set back by more than the window, the clock's all the same: peers
   * would find anything else stale. Compared as serial numbers (RFC 1982), so it survives the year
   * 2106.
   */
  public long sequence(Instant now, long last) {
    long clock = sequence(now);
    boolean stranded = Replay.ageSeconds(last, now.getEpochSecond()) < -windowSeconds;
    return clock - last > 0 || stranded ? clock : last + 1;
  }

  /** Whether adverts sent carry a trailer. */
  boolean signs() {
    return mode != Mode.RECEIVE_ONLY;
  }

  @Override
  public String toString() {
    return "HmacKey[id=%d, secret=[hidden], mode=%s, windowSeconds=%d]"
        .formatted(id, mode, windowSeconds);
  }
}
