package io.vigie.kit.news.spool;

import io.vigie.event.Sequence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One file of records. Not thread-safe.
 *
 * <p>Bytes go to the page cache and are not synced: they outlive the process, not the power.
 */
final class SpoolSegment implements AutoCloseable {

  private static final int CHUNK_BYTES = Frame.HEAD_BYTES + Frame.MOST_BODY_BYTES;

  private final Path path;
  private final FileChannel channel;
  private long bytes;
  private long readAt;
  private int records;
  private int read;
  private int done;
  private Optional<Sequence> last = Optional.empty();

  private SpoolSegment(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Opens or makes a file, and cuts off what is not sound: what a killed process or a lost page
   * left behind.
   */
  static SpoolSegment open(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      SpoolSegment segment = new SpoolSegment(path, channel);
      segment.recover();
      return segment;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  long bytes() {
    return bytes;
  }

  /** The last sequence it had when it was opened. */
  Optional<Sequence> lastAtOpening() {
    return last;
  }

  /** How many of its records are not done yet. */
  int open() {
    return records - done;
  }

  boolean hasUnread() {
    return read < records;
  }

  /** Writes frames at the end, all or none. */
  void append(ByteBuffer frames, int count) throws IOException {
    long at = bytes;
    try {
      while (frames.hasRemaining()) {
        at += channel.write(frames, at);
      }
    } catch (IOException e) {
      channel.truncate(bytes);
      throw e;
    }
    bytes = at;
    records += count;
  }

  /** The next records, at least one if there is one. */
  List<SpoolRecord> read(int most) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, bytes - readAt));
    while (chunk.hasRemaining() && channel.read(chunk, readAt + chunk.position()) >= 0) {}
    chunk.flip();
    List<SpoolRecord> found = new ArrayList<>();
    while (found.size() < most) {
      Optional<SpoolRecord> record = Frame.take(chunk).flatMap(SpoolRecord::ofBody);
      if (record.isEmpty()) {
        break;
      }
      found.add(record.get());
    }
    if (found.isEmpty() && hasUnread()) {
      throw new IOException(path + ": the record at byte " + readAt + " can be read no longer");
    }
    readAt += sizeOf(found);
    read += found.size();
    return found;
  }

  /** Gives up what was not read; says how many records. */
  int skipUnread() {
    int skipped = records - read;
    records = read; // what was read before may still be on its way
    readAt = bytes;
    return skipped;
  }

  /** The oldest record not done is done. */
  void done() {
    done++;
  }

  /** Forgets all of it. */
  void clear() throws IOException {
    channel.truncate(0);
    bytes = 0;
    readAt = 0;
    records = 0;
    read = 0;
    done = 0;
  }

  void delete() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** What these records take in a file. */
  static int sizeOf(List<SpoolRecord> records) {
    int size = 0;
    for (SpoolRecord record : records) {
      size += Frame.HEAD_BYTES + record.bodyBytes();
    }
    return size;
  }

  private void recover() throws IOException {
    ByteBuffer whole = ByteBuffer.wrap(Files.readAllBytes(path));
    int sound = 0;
    while (true) {
      Optional<SpoolRecord> record = Frame.take(whole).flatMap(SpoolRecord::ofBody);
      if (record.isEmpty()) {
        break;
      }
      sound = whole.position();
      records++;
      last = record.map(SpoolRecord::sequence);
    }
    bytes = sound;
    if (bytes < whole.capacity()) {
      channel.truncate(bytes);
    }
  }
}
