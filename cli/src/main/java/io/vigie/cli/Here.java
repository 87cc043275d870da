package io.vigie.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the launcher told us about this checkout. */
public final class Here {

  /** Where the classes of this checkout are, ready for another JVM (class data sharing). */
  private static final String ARCHIVE = "vigie.archive";

  private Here() {}

  /** How the user called us, for lines to copy. */
  public static String command() {
    return System.getProperty("vigie.command", "vigie");
  }

  /**
   * The words that run this vigie again as the launcher's {@code run} does, without the broker's
   * jars.
   *
   * @param collector such as {@code -XX:+UseZGC}
   */
  public static List<String> again(String collector) {
    String classPath =
        System.getProperty("java.class.path").replaceAll("[^:]*lib-broker[^:]*(:|$)", "");
    return words(collector, classPath);
  }

  /** The same with the broker's jars. */
  public static List<String> withBroker() {
    return words("-XX:+UseSerialGC", System.getProperty("java.class.path"));
  }

  private static List<String> words(String collector, String classPath) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add(collector);
    if (collector.equals("-XX:+UseSerialGC")) {
      words.add("-Xmn16m");
    }
    words.addAll(
        List.of(
            "-Xms32m",
            "-Xmx256m",
            "-XX:+UseCompactObjectHeaders",
            "-XX:TrimNativeHeapInterval=10000",
            "-XX:+PerfDisableSharedMem",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    String archive = System.getProperty(ARCHIVE, "");
    if (!archive.isEmpty()) {
      words.addAll(
          List.of(
              "-XX:SharedArchiveFile=" + archive,
              "-Xlog:cds*=off",
              "-D" + ARCHIVE + "=" + archive));
    }
    words.addAll(List.of("-cp", classPath, "io.vigie.cli.Main"));
    return words;
  }

  /** Where {@code up} and {@code lab} keep what they must remember. */
  public static Path state() {
    String fromEnv = System.getenv().getOrDefault("VIGIE_STATE_DIR", "");
    String otherwise = fromEnv.isBlank() ? ".vigie" : fromEnv; // without the launcher
    return Path.of(System.getProperty("vigie.state", otherwise)).toAbsolutePath();
  }
}
