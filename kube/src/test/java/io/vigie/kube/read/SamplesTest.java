package io.vigie.kube.read;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Objects of a lifelike cluster, where they lie beside the repository, and each mutation of them.
 */
class SamplesTest {

  private static final Path SAMPLES = Path.of("../../shared/samples");

  /** The kind of an object in a file, if it is one of those that are read. */
  private static Stream<Kind> kind(Map<?, ?> object) {
    String group = String.valueOf(object.get("apiVersion")).replaceFirst("/?v[0-9a-z]+$", "");
    return Stream.of(Kind.values())
        .filter(kind -> kind.kind().equals(object.get("kind")) && kind.group().equals(group));
  }

  @Test
  void everySampleIsReadAndNoMutationOfItStopsTheReading() throws IOException {
    assumeTrue(Files.isDirectory(SAMPLES), "no sample objects beside the repository");
    try (Stream<Path> files = Files.walk(SAMPLES)) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      for (Path file : all) {
        Map<?, ?> object = Mutations.json(file);
        kind(object).forEach(kind -> Mutations.check(kind, object));
      }
    }
  }
}
