package io.vigie.sim.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** How long ago, as kubectl has it: {@code 5m3s}, {@code 3d}. */
final class Ages {

  private Ages() {}

  static String since(String instant, long nowMillis) {
    try {
      Instant then = OffsetDateTime.parse(instant).toInstant();
      return text(Math.max(0, (nowMillis - then.toEpochMilli()) / 1_000));
    } catch (DateTimeException e) {
      return "<unknown>";
    }
  }

  private static String text(long seconds) {
    long minutes = seconds / 60;
    long hours = minutes / 60;
    long days = hours / 24;
    if (seconds < 120) {
      return seconds + "s";
    }
    if (minutes < 10) {
      return minutes + "m" + (seconds % 60 == 0 ? "" : seconds % 60 + "s");
    }
    if (minutes < 180) {
      return minutes + "m";
    }
    if (hours < 8) {
      return hours + "h" + (minutes % 60 == 0 ? "" : minutes % 60 + "m");
    }
    if (hours < 48) {
      return hours + "h";
    }
    if (days < 8) {
      return days + "d" + (hours % 24 == 0 ? "" : hours % 24 + "h");
    }
    return days < 730 ? days + "d" : days / 365 + "y" + days % 365 + "d";
  }
}
