package io.vigie.lab.bench;

import io.vigie.lab.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of a bench's, with its log in a file; it does not outlive us. */
public final class Child implements AutoCloseable {

  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(3);
  private static final int LOOK_MILLIS = 20;
  private static final long STOP_SECONDS = 15;

  private final Process process;
  private final Path log;
  private final Thread hook;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.hook = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts a command. */
  public static Child start(Path log, List<String> command) throws IOException {
    return new Child(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(),
        log);
  }

  /** Its number. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Sends it a signal, such as {@code TERM}; nothing if it has ended. */
  public void signal(String name) throws IOException {
    Signals.send(name, process);
  }

  /** The same to it and to all it has started. */
  public void signalAll(String name) throws IOException {
    Signals.sendToAll(name, process);
  }

  /** What it has written. */
  public String said() throws IOException {
    return Files.readString(log);
  }

  /** Waits for a line of its log with these words; answers it from there on. */
  public String awaitLine(String words) throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (true) {
      String said = Files.readString(log);
      int at = said.indexOf(words);
      int lineEnd = said.indexOf('\n', Math.max(at, 0));
      if (at >= 0 && lineEnd > at) {
        return said.substring(at, lineEnd);
      }
      if (!process.isAlive() || end - System.nanoTime() < 0) {
        throw new IOException("no \"" + words + "\" in what it says:\n" + said.strip());
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /**
   * Its heap after a collection; nothing without jcmd. It must be a JVM.
   *
   * @throws IOException if it does not answer
   */
  public HeapInfo collected() throws IOException, InterruptedException {
    String said = collect();
    HeapInfo heap = HeapInfo.of(said);
    if (heap.usedBytes().isEmpty() && !said.isEmpty()) {
      throw new IOException("process " + pid() + ": " + said.strip());
    }
    return heap;
  }

  /** What its heap holds after a collection; -1 if that cannot be told. It must be a JVM. */
  public long heapBytes() throws IOException, InterruptedException {
    return HeapInfo.of(collect()).usedBytes().orElse(-1);
  }

  /** In one call, so that there is no new garbage yet. */
  private String collect() throws IOException, InterruptedException {
    try {
      return jcmd("GC.run\nGC.heap_info");
    } finally {
      Files.deleteIfExists(Path.of("/tmp/.java_pid" + pid())); // who is killed would leave it
    }
  }

  private String jcmd(String orders) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    if (!Files.isExecutable(jcmd)) {
      return "";
    }
    Process asked =
        new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), orders)
            .redirectErrorStream(true)
            .start();
    String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    asked.waitFor();
    return answer;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // we are shutting down, and the hook does the same
    }
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
