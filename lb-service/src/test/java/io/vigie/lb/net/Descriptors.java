package io.vigie.lb.net;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What this process has open, by /proc/self/fd of proc(5). */
final class Descriptors {

  /** Sockets that the JDK makes for itself, once, when they are first needed. */
  static final int OF_THE_JDK = 4;

  private Descriptors() {}

  /** Sockets that are open. */
  static long sockets() {
    return count("socket:");
  }

  /** Pipes' ends that are open. */
  static long pipes() {
    return count("pipe:");
  }

  /** Waits until no more sockets are open than that. */
  static void awaitSockets(long most) {
    await()
        .atMost(Duration.ofSeconds(EngineFixture.LIMIT_SECONDS))
        .until(Descriptors::sockets, count -> count <= most);
  }

  private static long count(String kind) {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(fd -> target(fd).startsWith(kind)).count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String target(Path fd) {
    try {
      return Files.readSymbolicLink(fd).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }
}
