package io.vigie.vrrp.accept;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs on a host of a {@link Lan} until it is ended, its words in a file. */
final class Daemon implements AutoCloseable {

  private final Process process;
  private final Path log;

  Daemon(Lan lan, String host, Path log, List<String> command) throws IOException {
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
  String said() throws IOException {
    return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Its exit code, once it has ended. */
  int exit() {
    return process.exitValue();
  }

  /** Sends a signal, such as {@code STOP}. */
  void signal(String name) throws IOException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.onExit().join().exitValue() != 0) {
      throw new IOException("cannot send " + name);
    }
  }

  /** Asks it to end, and waits. */
  int end() throws IOException {
    signal("TERM");
    return await();
  }

  /** Ends it at once. */
  void kill() {
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
