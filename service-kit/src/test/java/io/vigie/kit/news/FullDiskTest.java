package io.vigie.kit.news;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A balancer that starts while its disk is full, on a real file system that is. */
@Timeout(60)
class FullDiskTest {

  private static final long SPOOL_BYTES = 64 << 10;
  private static final long LOST = 1_000;

  @TempDir Path disk;

  private boolean mounted;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "vigie-test", disk.toString());
    assumeTrue(mounted, "mounting a small file system needs root");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (mounted) {
      assertTrue(run("umount", disk.toString()));
    }
  }

  @Test
  void eachLifeHasAnEpochOfItsOwnThoughTheDiskIsFull() throws IOException {
    Path state = disk.resolve("state");
    assertEquals(LOST, epoch(state));
    fill();
    assertEquals(LOST + 1, epoch(state));
    assertEquals(LOST + 2, epoch(state));
    Files.delete(disk.resolve("filler"));
    assertEquals(LOST + 3, epoch(state));
  }

  @Test
  void aFirstLifeSaysWhatIsInItsWay() throws IOException {
    fill();
    Path state = disk.resolve("state");
    IOException refused = assertThrows(IOException.class, () -> epoch(state));
    String said = String.valueOf(refused.getMessage());
    assertTrue(said.contains(state.toString()) && said.contains("No space left"), said);
  }

  private static long epoch(Path state) throws IOException {
    StateDirectory life = StateDirectory.open(state, SPOOL_BYTES, () -> LOST);
    life.spool().close();
    life.close();
    return life.epoch();
  }

  private void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(disk.resolve("filler"))) {
      byte[] page = new byte[4096];
      assertThrows(
          IOException.class,
          () -> {
            while (true) {
              out.write(page);
            }
          });
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
