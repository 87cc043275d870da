package io.vigie.event;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * UUIDs that sort by time (RFC 9562 §5.7): 48 bits of Unix ms, 74 random bits. Thread-safe if its
 * random generator is.
 */
public final class UuidV7 implements EventIds {

  private final InstantSource clock;
  private final RandomGenerator random;

  public UuidV7(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  @Override
  public String next() {
    long high = (clock.millis() << 16) | 0x7000 | (random.nextLong() & 0x0FFF);
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
