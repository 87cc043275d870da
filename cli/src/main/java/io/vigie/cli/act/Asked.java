package io.vigie.cli.act;

import io.vigie.event.CommandRequested;
import io.vigie.event.Envelope;
import io.vigie.event.Fact;
import io.vigie.event.Sequence;
import io.vigie.event.UuidV7;
import io.vigie.kit.config.HostName;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;

/** A person's wish as it stands in the log. */
final class Asked {

  private Asked() {}

  /** Who asks. */
  static String by() {
    return System.getProperty("user.name", "?") + "@" + HostName.ofMachine();
  }

  /** The epoch of this source is the clock, as nothing of a command outlives it. */
  static Envelope envelope(CommandRequested wish) {
    InstantSource clock = InstantSource.system();
    Instant now = clock.instant();
    return new Envelope(
        Fact.root(new UuidV7(clock, new SecureRandom()).next(), wish),
        Envelope.source(HostName.ofMachine(), "cli"),
        new Sequence(now.getEpochSecond(), now.getNano()),
        now);
  }
}
