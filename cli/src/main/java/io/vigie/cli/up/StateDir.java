package io.vigie.cli.up;

import io.vigie.cli.Failure;
import io.vigie.cli.Here;
import io.vigie.cli.Running;
import io.vigie.lab.DemoProcesses;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The directory of one {@code up} at a time. The lock goes with the process, however it ends. */
final class StateDir implements AutoCloseable {

  private final Path path;
  private final FileChannel lock;

  private StateDir(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes the directory, and ends what a killed predecessor left.
   *
   * @throws Failure if another {@code up} has it, or it cannot be written
   */
  static StateDir take() throws IOException {
    Path path = Here.state();
    FileChannel lock;
    try {
      Files.createDirectories(path);
      lock =
          FileChannel.open(
              path.resolve("up.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw Failure.missing(
          "cannot write in "
              + path
              + " ("
              + e
              + "); run as its owner, or set VIGIE_STATE_DIR to a directory of your own");
    }
    if (lock.tryLock() == null) {
      lock.close();
      throw Failure.failed(
          "vigie up runs already here"
              + Running.find().map(up -> ", as process " + up.process().number()).orElse("")
              + "; end it, or set VIGIE_STATE_DIR to another directory");
    }
    StateDir state = new StateDir(path, lock);
    state.nodes().clear();
    Running.forget();
    return state;
  }

  Path path() {
    return path;
  }

  DemoProcesses nodes() {
    return new DemoProcesses(path.resolve("nodes"));
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
