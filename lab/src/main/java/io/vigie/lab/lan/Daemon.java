package io.vigie.lab.lan;

import io.vigie.lab.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs on a host of a {@link Lan} until it is ended, its words in a file. */
public final class Daemon implements AutoCloseable {

  private final Process process;
  private final Path log;

  /**
   * Starts it.
   *
   * @param log where its words are appended
   */
  public Daemon(Lan lan, String host, Path log, List<String> command) throws IOException {
    List<String> all = new ArrayList<>(lan.at(host));
    all.addAll(command);
    this.log = log;
    this.process =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
  }

  /** What it has said so far. */
  public String said() throws IOException {
    return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its exit code, once it has ended. */
  public int exit() {
    return process.exitValue();
  }

  /** Sends a signal, such as {@code STOP}. */
  public void signal(String name) throws IOException {
    Signals.send(name, process);
  }

  /** Sends a signal to it and to all it has started. */
  public void signalAll(String name) throws IOException {
    Signals.sendToAll(name, process);
  }

  /** Asks it to end, and waits. */
  public int end() throws IOException {
    signal("TERM");
    return await();
  }

  /** Ends it at once. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  private int await() throws IOException {
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        throw new IOException("does not end; it said: " + said());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      kill();
    }
  }
}
