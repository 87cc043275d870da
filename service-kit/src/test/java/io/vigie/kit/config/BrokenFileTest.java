package io.vigie.kit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not even text, and exactly what is said of them. */
class BrokenFileTest {
  @TempDir Path directory;

  @Test
  void noSuchFile() {
    assertSaid(
        directory.resolve("none.yaml"),
        "1:1: there is no such file; expected a configuration file (name it with --config or"
            + " VIGIE_CONFIG; deploy/examples/ has some to begin with)");
  }

  @Test
  void aDirectory() {
    assertSaid(directory, "1:1: this is a directory; expected a file");
  }

  @Test
  void aDevice() {
    assertSaid(Path.of("/dev/zero"), "1:1: this is not a regular file; expected a file");
  }

  @Test
  void anEmptyFile() throws IOException {
    assertSaid(
        file(""),
        "1:1: the file says nothing; expected keys and values, such as cluster: homelab (see"
            + " docs/configuration.md)");
  }

  @Test
  void aBinaryFile() throws IOException {
    assertSaid(
        file("\177ELF\2\1\1\0\0\0"),
        "1:1: the control character U+007F; expected text in UTF-8 (retype this line)");
    assertSaid(
        file("cluster: c\nx: \0"),
        "2:4: a NUL byte: this is a binary file, or UTF-16; expected text in UTF-8 (retype this"
            + " line)");
  }

  @Test
  void notUtf8() throws IOException {
    Path file = directory.resolve("latin1.yaml");
    Files.write(file, "cluster: é\nhost: é\n".getBytes(StandardCharsets.ISO_8859_1));
    assertSaid(
        file,
        "1:10: a byte that is not UTF-8; expected text in UTF-8 (convert it: iconv -f latin1 -t"
            + " utf-8)");
  }

  @Test
  void cutInTheMiddleOfACharacter() throws IOException {
    Path file = directory.resolve("cut.yaml");
    Files.write(file, new byte[] {'a', '\n', 'b', ':', (byte) 0xC3});
    assertSaid(
        file,
        "2:3: a byte that is not UTF-8; expected text in UTF-8 (convert it: iconv -f latin1 -t"
            + " utf-8)");
  }

  @Test
  void tooLarge() throws IOException {
    assertSaid(
        file("#".repeat((1 << 20) + 1)),
        "1:1: the file is larger than 1 MiB; expected a smaller file (is it the right one?)");
  }

  @Test
  void aByteOrderMarkIsNoFault() throws IOException {
    assertSaid(
        file("\uFEFFcluster: c\nnodes: {}\nbalancers: {b: {address: b}}\n"),
        "2:8: `nodes` is empty; expected at least one");
  }

  @Test
  void windowsLineEndsAreNoFault() throws IOException {
    assertSaid(
        file("cluster: c\r\nnodes: {}\r\nbalancers: {b: {address: b}}\r\n"),
        "2:8: `nodes` is empty; expected at least one");
  }

  @Test
  void unreadable() throws IOException {
    Path file = file("cluster: c");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "root reads everything");
    assertSaid(
        file, "1:1: this user may not read the file; expected read permission (chmod or chown it)");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("vigie.yaml"), text);
  }

  private static void assertSaid(Path file, String expected) {
    LoadResult result = ConfigFile.load(file, Map.of());
    LoadResult.Broken broken = assertInstanceOf(LoadResult.Broken.class, result);
    assertEquals(
        List.of(file + ":" + expected), broken.problems().stream().map(Problem::toString).toList());
  }
}
