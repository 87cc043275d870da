package io.vigie.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs of this machine, run to their end. */
final class Command {

  private static final int MOST_SECONDS = 10;

  private Command() {}

  /**
   * Runs a program without input.
   *
   * @return what it wrote, errors included
   * @throws IOException if it cannot be started, fails, or takes longer than 10 s
   */
  static String run(String... command) throws IOException {
    return run("", command);
  }

  /** The same with input. */
  static String run(String input, String[] command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write(input);
    }
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(String.join(" ", command) + ": not done after 10 s");
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            String.join(" ", command) + ": exit " + process.exitValue() + ": " + out.strip());
      }
      return out;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  /** Where a program is: on the PATH, or where administrators' programs are. */
  static Optional<Path> find(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
    return Arrays.stream(path.split(":"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
