package io.vigie.testkit.accept;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A process with this test's class path; what it says goes to a file.
 *
 * @param process it
 * @param log where stdout and stderr go
 */
public record Child(Process process, Path log) implements AutoCloseable {

  /** How long a test waits for anything. */
  public static final Duration LIMIT = Duration.ofSeconds(60);

  /** Starts a main class. */
  public static Child start(Path log, Class<?> main, String... args) throws IOException {
    List<String> command =
        JavaWords.of(main, "-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new Child(process, log);
  }

  /** Waits until it has said so. */
  public Child says(String words) {
    await("\"" + words + "\" in " + log)
        .atMost(LIMIT)
        .until(() -> said().contains(words) || !process.isAlive());
    if (!said().contains(words)) {
      throw new AssertionError(
          "ended with " + process.exitValue() + " without saying \"" + words + "\":\n" + said());
    }
    return this;
  }

  /** All it has said so far. */
  public String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new AssertionError("cannot read " + log, e);
    }
  }

  /** SIGKILL; returns once the kernel has ended it, and with it its connections. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
