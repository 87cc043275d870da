package io.vigie.cli;

import java.nio.file.Path;

/** What the launcher told us about this checkout. */
public final class Here {

  private Here() {}

  /** How the user called us, for lines to copy. */
  public static String command() {
    return System.getProperty("vigie.command", "vigie");
  }

  /** Where {@code up} and {@code lab} keep what they must remember. */
  public static Path state() {
    String fromEnv = System.getenv().getOrDefault("VIGIE_STATE_DIR", "");
    String otherwise = fromEnv.isBlank() ? ".vigie" : fromEnv; // without the launcher
    return Path.of(System.getProperty("vigie.state", otherwise)).toAbsolutePath();
  }
}
