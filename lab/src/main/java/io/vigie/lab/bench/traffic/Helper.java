package io.vigie.lab.bench.traffic;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that answers each line with a line, and ends with its input: it does not outlive us. Thread
 * rule: one thread at a time.
 */
final class Helper implements AutoCloseable {

  private static final long STOP_SECONDS = 10;

  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;
  private final Path log;

  private Helper(Process process, Path log) {
    this.process = process;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.log = log;
  }

  /**
   * Starts one.
   *
   * @param java the words that run a main class of ours
   */
  static Helper start(Path log, List<String> java, Class<?> main, List<String> args)
      throws IOException {
    List<String> command = new ArrayList<>(java);
    command.add(main.getName());
    command.addAll(args);
    return new Helper(new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
  }

  long pid() {
    return process.pid();
  }

  /** The answer to a line. */
  String ask(String line) throws IOException {
    in.write(line + "\n");
    in.flush();
    return hear();
  }

  /** The next line it says. */
  String hear() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException(log.getFileName() + " has ended:\n" + Files.readString(log).strip());
    }
    return line;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
