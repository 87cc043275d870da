package io.vigie.kit.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a configuration file may ask of the world around it: environment variables, and files next
 * to it.
 *
 * @param env the environment
 * @param directory what relative paths begin with
 */
record Outside(Map<String, String> env, Path directory) {

  /** What came of a question. */
  sealed interface Answer {
    /** An answer. */
    record Found(String text) implements Answer {}

    /** None, and why: "does not exist". */
    record Missing(String why) implements Answer {}
  }

  /** The text of a file of at most {@code mostBytes}. */
  Answer text(String path, int mostBytes) {
    try {
      Path file = directory.resolve(path);
      if (!Files.exists(file)) {
        return new Answer.Missing("does not exist");
      }
      if (!Files.isRegularFile(file)) {
        return new Answer.Missing(
            Files.isDirectory(file) ? "is a directory" : "is not a regular file");
      }
      return decode(read(file, mostBytes + 1), mostBytes);
    } catch (InvalidPathException e) {
      return new Answer.Missing("is not a path");
    } catch (java.nio.file.AccessDeniedException e) {
      return new Answer.Missing("may not be read by this user");
    } catch (IOException e) {
      return new Answer.Missing("can't be read: " + e.getMessage());
    }
  }

  /** At most so many bytes of a file. */
  static byte[] read(Path file, int mostBytes) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(mostBytes);
    }
  }

  private static Answer decode(byte[] bytes, int mostBytes) {
    if (bytes.length > mostBytes) {
      return new Answer.Missing("is larger than %,d bytes".formatted(mostBytes));
    }
    try {
      return new Answer.Found(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return new Answer.Missing("is not UTF-8");
    }
  }
}
