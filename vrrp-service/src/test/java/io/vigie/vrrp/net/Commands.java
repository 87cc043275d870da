package io.vigie.vrrp.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs to their end. */
final class Commands {

  private static final int LIMIT_SECONDS = 20;

  private Commands() {}

  /** Whether a program is installed. */
  static boolean has(String program) {
    return List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin").stream()
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /**
   * Runs one and answers what it said.
   *
   * @throws IOException if it fails, or does not end within 20 s
   */
  static String run(List<String> command) throws IOException {
    Ended ended = tried(command);
    if (ended.code() != 0) {
      throw new IOException(String.join(" ", command) + ": " + ended.said().strip());
    }
    return ended.said();
  }

  /** How a program ended, and what it said. */
  record Ended(int code, String said) {}

  /** Runs one that may fail. */
  static Ended tried(List<String> command) throws IOException {
    Path said = Files.createTempFile("vigie-command", ".log"); // a pipe could stay open
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(String.join(" ", command) + ": no end after 20 s");
      }
      return new Ended(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.delete(said);
    }
  }
}
