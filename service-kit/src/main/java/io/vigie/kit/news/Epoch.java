package io.vigie.kit.news;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/** The counter of a service's lives, in a file that is replaced as a whole. */
final class Epoch {

  private static final int MOST_DIGITS = 10;

  private final Path file;

  Epoch(Path file) {
    this.file = file;
  }

  /** The last life's; empty if there was none, or it cannot be known. */
  OptionalLong last() throws IOException {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8).strip();
      boolean sound = text.length() <= MOST_DIGITS && text.matches("[1-9][0-9]*");
      return sound ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    } catch (NoSuchFileException | CharacterCodingException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Notes this life's, before it is used. On disk when this returns. Where there is no room for a
   * new file it is written over the old one: a line within one sector, so one or the other.
   */
  void begin(long epoch) throws IOException {
    ByteBuffer text = StandardCharsets.US_ASCII.encode(epoch + "\n");
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      write(fresh, text.duplicate(), StandardOpenOption.CREATE);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      if (!Files.exists(file)) {
        throw e;
      }
      write(file, text, StandardOpenOption.WRITE);
    }
  }

  private static void write(Path to, ByteBuffer text, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(to, how, StandardOpenOption.WRITE)) {
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.truncate(channel.position());
      channel.force(true);
    }
  }
}
