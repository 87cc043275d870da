package io.vigie.cli.accept;

import static org.awaitility.Awaitility.await;

import io.vigie.cli.Main;
import io.vigie.testkit.accept.JavaWords;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A child JVM with this test's class path; what it says goes to a file.
 *
 * @param process it
 * @param log where stdout and stderr go
 */
record Jvm(Process process, File log) implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(60);

  /** Starts the {@code vigie} command, as the launcher does. */
  static Jvm vigie(Path directory, String name, String... args) throws IOException {
    return start(directory, name, Main.class, args);
  }

  static Jvm start(Path directory, String name, Class<?> main, String... args) throws IOException {
    return start(List.of(), directory, name, main, args);
  }

  /** The same behind other words of a command, such as {@code ip netns exec NAME}. */
  static Jvm start(List<String> before, Path directory, String name, Class<?> main, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    String[] options = {
      "-Xmx256m",
      "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1",
      "-Dvigie.state=" + directory.resolve("state"),
      "-Dvigie.archive=" + JavaWords.ARCHIVE
    };
    command.addAll(JavaWords.of(main, options));
    command.addAll(List.of(args));
    File log = directory.resolve(name + ".log").toFile();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    return new Jvm(process, log);
  }

  /** Waits until it has said so. */
  Jvm says(String words) {
    try {
      await().atMost(LIMIT).until(() -> said().contains(words) || !process.isAlive());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(LIMIT + " without \"" + words + "\":\n" + said(), e);
    }
    if (!said().contains(words)) {
      throw new AssertionError(
          "ended with " + process.exitValue() + " without saying \"" + words + "\":\n" + said());
    }
    return this;
  }

  String said() {
    try {
      return Files.readString(log.toPath());
    } catch (IOException e) {
      throw new AssertionError("cannot read " + log, e);
    }
  }

  /** SIGKILL; returns once the kernel has ended it, and with it its connections. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** SIGTERM, and what it ends with. */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still runs " + LIMIT + " after SIGTERM:\n" + said());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    kill();
  }
}
