package io.vigie.kit.news;

import io.vigie.event.Sequence;
import io.vigie.kit.news.spool.Spool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service keeps between its lives: the epoch and the spool. Locked, so that one process has
 * it; the lock goes with the process, however it ends.
 *
 * @param lock held for as long as it is open
 * @param epoch this life's
 * @param spool what the last life left
 */
record StateDirectory(FileChannel lock, long epoch, Spool spool) implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);
  private static final int MOST_PID_BYTES = 20;

  /**
   * Begins a new life. Blocks. A full disk is no obstacle, except to the first one.
   *
   * @param lost asked for this life's epoch if the last one's is lost
   * @throws IOException if the directory cannot be used, or another process has it
   */
  static StateDirectory open(Path directory, long spoolBytes, LongSupplier lost)
      throws IOException {
    try {
      return begin(directory, spoolBytes, lost);
    } catch (FileSystemException e) { // it is not there, not ours, or read-only
      throw unusable(directory, e);
    }
  }

  private static IOException unusable(Path directory, IOException cause) {
    return new IOException(
        "state directory %s cannot be used: %s; make it writable and make room, or give another by --state-dir"
            .formatted(directory, cause.getMessage()),
        cause);
  }

  private static void note(Epoch counter, long epoch, Path directory) throws IOException {
    try {
      counter.begin(epoch);
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  private static StateDirectory begin(Path directory, long spoolBytes, LongSupplier lost)
      throws IOException {
    Files.createDirectories(directory);
    FileChannel lock = lock(directory);
    Spool spool = null;
    try {
      spool = Spool.open(directory.resolve("spool"), spoolBytes);
      Epoch counter = new Epoch(directory.resolve("epoch"));
      OptionalLong last = counter.last();
      long epoch = last.isPresent() ? last.getAsLong() + 1 : lost.getAsLong();
      epoch = Math.max(epoch, spool.lastAtOpening().map(Sequence::epoch).orElse(0L) + 1);
      note(counter, epoch, directory);
      return new StateDirectory(lock, epoch, spool);
    } catch (IOException | RuntimeException e) {
      if (spool != null) {
        spool.close();
      }
      lock.close();
      throw e;
    }
  }

  /** Lets go of the lock; the spool is closed by who writes it. */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) == null) {
        throw new IOException(
            "state directory "
                + directory
                + " is in use by the process with pid "
                + owner(channel)
                + ": end that one, or give this one a directory of its own");
      }
      sign(channel);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** For people, who may have to do without on a full disk. */
  private static void sign(FileChannel lock) {
    byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    try {
      lock.write(ByteBuffer.wrap(pid), 0);
      lock.truncate(pid.length);
    } catch (IOException e) {
      LOG.debug("the lock is not signed", e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // somebody in this process has it
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(MOST_PID_BYTES);
    channel.read(pid, 0);
    return new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII);
  }
}
