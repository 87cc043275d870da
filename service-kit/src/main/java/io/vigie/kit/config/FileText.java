package io.vigie.kit.config;

import io.vigie.kit.config.yaml.Flaw;
import io.vigie.kit.config.yaml.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The text of a configuration file, or why there is none. */
final class FileText {
  private static final int MOST_BYTES = 1 << 20;

  /** What came of reading. */
  sealed interface Outcome permits Read, Unreadable {}

  /** A text. */
  record Read(String text) implements Outcome {}

  /** None. */
  record Unreadable(Flaw flaw) implements Outcome {}

  private FileText() {}

  static Outcome read(Path file) {
    try {
      if (!Files.exists(file)) {
        return fault(
            "there is no such file",
            "a configuration file",
            "name it with --config or VIGIE_CONFIG; deploy/examples/ has some to begin with");
      }
      if (!Files.isRegularFile(file)) {
        return fault(
            Files.isDirectory(file) ? "this is a directory" : "this is not a regular file",
            "a file",
            "");
      }
      byte[] bytes = Outside.read(file, MOST_BYTES + 1);
      return bytes.length > MOST_BYTES
          ? fault("the file is larger than 1 MiB", "a smaller file", "is it the right one?")
          : decode(bytes);
    } catch (AccessDeniedException e) {
      return fault("this user may not read the file", "read permission", "chmod or chown it");
    } catch (IOException e) {
      return fault("the file can't be read: " + e.getMessage(), "a readable file", "");
    }
  }

  /** The first character that no YAML text has. */
  static Optional<Flaw> oddCharacter(String text) {
    Place place = Place.START;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!isPrintable(c)) {
        String what =
            c == 0
                ? "a NUL byte: this is a binary file, or UTF-16"
                : "the control character U+%04X".formatted(c);
        return Optional.of(new Flaw(place, what, "text in UTF-8", "retype this line"));
      }
      place =
          c == '\n' ? new Place(place.line() + 1, 1) : new Place(place.line(), place.column() + 1);
      i += Character.charCount(c);
    }
    return Optional.empty();
  }

  private static boolean isPrintable(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || c == 0x85
        || (c >= ' ' && c <= '~')
        || (c >= 0xA0 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF)
        || c >= 0x10000;
  }

  private static Outcome decode(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
    String decoded = text.flip().toString();
    String withoutMark = decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
    if (!result.isError()) {
      return new Read(withoutMark);
    }
    return new Unreadable(
        oddCharacter(withoutMark)
            .orElseGet(
                () ->
                    new Flaw(
                        end(withoutMark),
                        "a byte that is not UTF-8",
                        "text in UTF-8",
                        "convert it: iconv -f latin1 -t utf-8")));
  }

  private static Place end(String text) {
    int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
    int lastBreak = text.lastIndexOf('\n');
    return new Place(line, 1 + text.codePointCount(lastBreak + 1, text.length()));
  }

  private static Outcome fault(String what, String expected, String hint) {
    return new Unreadable(new Flaw(Place.START, what, expected, hint));
  }
}
