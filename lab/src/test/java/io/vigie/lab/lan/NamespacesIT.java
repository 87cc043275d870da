package io.vigie.lab.lan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NamespacesIT {

  private static final int MANY = 8;

  @BeforeAll
  static void obstacles() throws IOException {
    String obstacle = Namespaces.obstacle("ip");
    assumeTrue(obstacle.isEmpty(), obstacle);
  }

  @Test
  void ofManyThatWantANameOneHasItAndNoOtherTakesItAway() throws Exception {
    String prefix = "vn%d".formatted(ProcessHandle.current().pid() % 1_000_000);
    Path file = Path.of("/run/netns", prefix + "a");
    List<Namespaces> owners = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(MANY)) {
      List<Callable<List<Namespaces>>> tries = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        tries.add(() -> owner(prefix));
      }
      for (Future<List<Namespaces>> one : threads.invokeAll(tries)) {
        owners.addAll(one.get());
      }
    }
    assertEquals(1, owners.size());
    assertTrue(Files.exists(file), "those that did not get it have left it alone");
    assertEquals("", owners.getFirst().run("a", "true"));
    owners.getFirst().close();
    assertFalse(Files.exists(file));
  }

  /** The owner, if it got the name. */
  private static List<Namespaces> owner(String prefix) throws IOException {
    Namespaces spaces = new Namespaces(prefix);
    try {
      spaces.add("a");
      return List.of(spaces);
    } catch (FileAlreadyExistsException e) {
      String said = String.valueOf(e.getMessage());
      assertTrue(said.contains("ip netns del " + prefix + "a"), said);
      spaces.close();
      return List.of();
    }
  }
}
