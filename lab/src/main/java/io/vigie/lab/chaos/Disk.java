package io.vigie.lab.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A small disk of a machine's own, which nobody else sees: a file system in memory, in a mount
 * namespace that lasts as long as this, and no longer than this process.
 */
final class Disk implements AutoCloseable {

  private static final int MEBIBYTES = 16;
  private static final int CHUNK = 1 << 16;
  private static final String READY = "mounted";

  private final Process holder;
  private final Path ballast;

  private Disk(Process holder, Path at) {
    this.holder = holder;
    this.ballast =
        Path.of("/proc", Long.toString(holder.pid()), "root" + at.toAbsolutePath(), "ballast");
  }

  /** Mounts it over a directory. */
  static Disk mount(Path at) throws IOException {
    Files.createDirectories(at);
    String script =
        "mount -t tmpfs -o size=%dm vigie \"$1\" && echo %s && exec cat >&2"
            .formatted(MEBIBYTES, READY);
    Process holder =
        new ProcessBuilder(
                "unshare", "-m", "sh", "-c", script, "sh", at.toAbsolutePath().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!READY.equals(holder.inputReader().readLine())) {
      holder.destroyForcibly();
      throw new IOException("cannot mount a file system in memory at " + at);
    }
    return new Disk(holder, at);
  }

  /** The words that make a command see it. */
  List<String> words() {
    return List.of("nsenter", "-m", "-t", Long.toString(holder.pid()));
  }

  /** Leaves no byte free. */
  void fill() throws IOException {
    try (var out = Files.newOutputStream(ballast)) {
      byte[] zeros = new byte[CHUNK];
      for (long written = 0; written <= (long) MEBIBYTES << 20; written += CHUNK) {
        out.write(zeros);
      }
    } catch (IOException e) {
      if (!Files.exists(ballast)) {
        throw e; // it is not full, it is not there
      }
      return;
    }
    throw new IOException("a disk of " + MEBIBYTES + " MiB took more");
  }

  /** Frees them. */
  void empty() throws IOException {
    Files.deleteIfExists(ballast);
  }

  @Override
  public void close() throws IOException {
    holder.getOutputStream().close(); // it reads from us, and ends when there is no more
    try {
      if (!holder.waitFor(10, TimeUnit.SECONDS)) {
        holder.destroyForcibly();
      }
    } catch (InterruptedException e) {
      holder.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
