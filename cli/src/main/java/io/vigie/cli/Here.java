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
    return Path.of(System.getProperty("vigie.state", ".vigie")).toAbsolutePath();
  }
}
