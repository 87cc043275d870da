package io.vigie.kit.news.spool;

import io.vigie.event.Sequence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A bounded queue of records on disk: appended at the end, read once in order, and forgotten from
 * the beginning as they are done.
 *
 * <p>What was appended and is not done is there again, in order, when the next process opens it. A
 * few records that were done may be there too: their file is deleted when all of it is done.
 *
 * <p>Thread-safe. A call may wait for the disk, unless it says that it does not.
 */
public final class Spool implements AutoCloseable {

  private static final long LEAST_SEGMENT_BYTES = 64 << 10;
  private static final long MOST_SEGMENT_BYTES = 1 << 20;
  private static final int SEGMENTS = 8;

  private final Path directory;
  private final long mostBytes;
  private final long segmentBytes;
  private final Deque<SpoolSegment> segments = new ArrayDeque<>();
  private long nextName;
  private long cutBytes;
  private Optional<Sequence> last = Optional.empty();
  private volatile long records;
  private volatile long bytes;

  private Spool(Path directory, long mostBytes) {
    this.directory = directory;
    this.mostBytes = mostBytes;
    this.segmentBytes = Math.clamp(mostBytes / SEGMENTS, LEAST_SEGMENT_BYTES, MOST_SEGMENT_BYTES);
  }

  /**
   * Opens the spool in a directory of its own, made if it is not there.
   *
   * @param mostBytes how large it may become, in bytes of files
   * @throws IOException if the directory cannot be used
   */
  public static Spool open(Path directory, long mostBytes) throws IOException {
    Files.createDirectories(directory);
    Spool spool = new Spool(directory, mostBytes);
    try {
      spool.recover();
      return spool;
    } catch (IOException | RuntimeException e) {
      spool.close();
      throw e;
    }
  }

  /**
   * Appends records in order, as many as there is room for, with one write.
   *
   * @return how many
   * @throws IOException if the disk refused; none is appended then
   */
  public synchronized int append(List<SpoolRecord> records) throws IOException {
    int count = fitting(records);
    if (count > 0) {
      List<SpoolRecord> fit = records.subList(0, count);
      ByteBuffer frames = ByteBuffer.allocate(SpoolSegment.sizeOf(fit));
      fit.forEach(record -> Frame.put(frames, record.body()));
      last().append(frames.flip(), count);
      measure();
    }
    return count;
  }

  /** The next records never read before, in order: at least one if there is one. */
  public synchronized List<SpoolRecord> read(int most) throws IOException {
    for (SpoolSegment segment : segments) {
      if (segment.hasUnread()) {
        return segment.read(most);
      }
    }
    return List.of();
  }

  /**
   * Goes on with the file after the one that {@link #read} failed at.
   *
   * @return how many records are lost by that
   * @throws IOException if there is no file after it and none can be made; nothing is skipped then
   */
  public synchronized int skipUnreadable() throws IOException {
    for (SpoolSegment segment : segments) {
      if (segment.hasUnread()) {
        if (segment == segments.getLast()) {
          roll(); // what is appended behind damage would be cut off at the next opening
        }
        int skipped = segment.skipUnread();
        trim();
        return skipped;
      }
    }
    return 0;
  }

  /** The oldest record not done is done. It must have been read. */
  public synchronized void done() throws IOException {
    segments.element().done();
    trim();
  }

  /** How many records are not done. Waits for nothing. */
  public long records() {
    return records;
  }

  /** How large it is, in bytes of files. Waits for nothing. */
  public long bytes() {
    return bytes;
  }

  /** How large it may become, in bytes of files. */
  public long mostBytes() {
    return mostBytes;
  }

  /** How much of what the last process left was not sound and was cut off, in bytes. */
  public long cutBytes() {
    return cutBytes;
  }

  /** The last sequence that the last process left; empty if it left none. */
  public synchronized Optional<Sequence> lastAtOpening() {
    return last;
  }

  @Override
  public synchronized void close() throws IOException {
    for (SpoolSegment segment : segments) {
      segment.close();
    }
  }

  private void recover() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.log")) {
      found.forEach(files::add);
    }
    files.sort(null); // names are zero-padded numbers
    for (Path file : files) {
      nextName = Math.max(nextName, numberOf(file) + 1);
      long before = Files.size(file);
      SpoolSegment segment = SpoolSegment.open(file);
      cutBytes += before - segment.bytes();
      if (segment.open() == 0) {
        segment.delete();
      } else {
        segments.add(segment);
        last = segment.lastAtOpening();
      }
    }
    if (segments.isEmpty()) {
      roll();
    }
    measure();
  }

  /** Forgets the files of which all is done. */
  private void trim() throws IOException {
    try {
      while (segments.size() > 1 && segments.element().open() == 0) {
        segments.remove().delete();
      }
      if (segments.element().open() == 0) {
        segments.element().clear();
      }
    } finally {
      measure();
    }
  }

  private void measure() {
    records = segments.stream().mapToLong(SpoolSegment::open).sum();
    bytes = segments.stream().mapToLong(SpoolSegment::bytes).sum();
  }

  private static long numberOf(Path file) throws IOException {
    String name = file.getFileName().toString();
    try {
      return Long.parseLong(name.substring(0, name.length() - ".log".length()));
    } catch (NumberFormatException e) {
      throw new IOException(file + ": not a file of the spool; move it away", e);
    }
  }

  private int fitting(List<SpoolRecord> records) {
    long room = mostBytes - bytes;
    int count = 0;
    for (SpoolRecord record : records) {
      room -= Frame.HEAD_BYTES + record.bodyBytes();
      if (room < 0) {
        break;
      }
      count++;
    }
    return count;
  }

  private SpoolSegment last() throws IOException {
    if (segments.getLast().bytes() >= segmentBytes) {
      roll();
    }
    return segments.getLast();
  }

  private void roll() throws IOException {
    Path file = directory.resolve("%010d.log".formatted(nextName));
    segments.add(SpoolSegment.open(file));
    nextName++;
  }
}
