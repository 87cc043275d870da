package io.vigie.cli;

import java.nio.file.Path;
import java.util.List;

/** What the launcher told us about this checkout. */
public final class Here {

  private Here() {}

  /** How the user called us, for lines to copy. */
  public static String command() {
    return System.getProperty("vigie.command", "vigie");
  }

  /**
   * The words that run this vigie again, without the broker's jars.
   *
   * @param collector such as {@code -XX:+UseZGC}
   */
  public static List<String> again(String collector) {
    String classPath =
        System.getProperty("java.class.path").replaceAll("[^:]*lib-broker[^:]*(:|$)", "");
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        collector,
        "-Xmx256m",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        classPath,
        "io.vigie.cli.Main");
  }

  /** Where {@code up} and {@code lab} keep what they must remember. */
  public static Path state() {
    String fromEnv = System.getenv().getOrDefault("VIGIE_STATE_DIR", "");
    String otherwise = fromEnv.isBlank() ? ".vigie" : fromEnv; // without the launcher
    return Path.of(System.getProperty("vigie.state", otherwise)).toAbsolutePath();
  }
}
