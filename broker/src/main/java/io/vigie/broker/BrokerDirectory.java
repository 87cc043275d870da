package io.vigie.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.PropertiesUtils;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A formatted data directory that nobody else uses.
 *
 * <p>The lock goes with the process, however it ends. Kafka has a lock of its own there, but takes
 * it after formatting and does not say who holds it.
 */
final class BrokerDirectory implements AutoCloseable {

  private static final String LOCK = "vigie-broker.lock";
  private static final String META = "meta.properties";
  private static final int MOST_PID_BYTES = 20;

  private final Path path;
  private final FileChannel channel;

  private BrokerDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Locks the directory and formats it if it is new.
   *
   * @throws IOException if another broker has it, or it cannot be written
   */
  static BrokerDirectory open(Path path) throws IOException {
    Path whole = path.toAbsolutePath().normalize();
    Files.createDirectories(whole);
    BrokerDirectory directory = new BrokerDirectory(whole, lock(whole));
    try {
      directory.format();
      return directory;
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path.resolve(LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) == null) {
        throw new IOException(
            "broker: data directory "
                + path
                + " is in use by the broker with pid "
                + owner(channel)
                + "; end that one, or choose another directory with --data-dir");
      }
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this JVM has it
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(MOST_PID_BYTES);
    channel.read(pid, 0);
    return new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII);
  }

  private void format() throws IOException {
    try {
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(BrokerProperties.NODE_ID)
          .setClusterId(clusterId())
          .setDirectories(List.of(path.toString()))
          .setMetadataLogDirectory(path.toString())
          .setControllerListenerName(BrokerProperties.CONTROLLER)
          .setHasDynamicQuorum(false)
          .setIgnoreFormatted(true)
          .run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) { // what the signature says
      throw new IOException("broker: cannot format " + path + ": " + e.getMessage(), e);
    }
  }

  /** The id of the cluster whose data is here, else a new one. */
  private String clusterId() throws IOException {
    Path meta = path.resolve(META);
    if (Files.exists(meta)) {
      Properties known = PropertiesUtils.readPropertiesFile(meta.toString());
      String id = known.getProperty("cluster.id");
      if (id != null) {
        return id;
      }
    }
    return Uuid.randomUuid().toString();
  }
}
