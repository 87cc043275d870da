package io.vigie.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vigie.event.Decoded.Known;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The bytes on the wire, one file per type. A change here is a change for everybody who reads the
 * topics. Wanted, and compatible? Then {@code mvn test -pl event-contract -Dtest=GoldenTest
 * -Dvigie.golden.write=true}, and look at the difference.
 */
class GoldenTest {

  static final Path GOLDEN = Path.of("src/test/resources/golden");

  @ParameterizedTest
  @EnumSource
  void writesTheSameBytesAsEver(EventType type) throws IOException {
    byte[] line = line(Samples.of(type));
    Path file = file(type);
    if (Boolean.getBoolean("vigie.golden.write")) {
      Files.write(file, line);
    }
    assertEquals(Files.readString(file), new String(line, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatWasWritten(EventType type) throws IOException {
    byte[] line = Files.readAllBytes(file(type));
    byte[] json = Arrays.copyOf(line, line.length - 1);
    assertEquals(new Known(Samples.of(type)), EventCodec.decode(json));
  }

  @Test
  void thereIsNoFileWithoutAType() throws IOException {
    List<String> expected =
        Arrays.stream(EventType.values()).map(type -> type.wire() + ".json").sorted().toList();
    try (Stream<Path> files = Files.list(GOLDEN)) {
      assertEquals(expected, files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  static Path file(EventType type) {
    return GOLDEN.resolve(type.wire() + ".json");
  }

  private static byte[] line(Envelope envelope) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(EventCodec.encode(envelope));
    line.write('\n');
    return line.toByteArray();
  }
}
