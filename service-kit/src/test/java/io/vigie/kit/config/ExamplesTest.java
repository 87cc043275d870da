package io.vigie.kit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples we ship are good. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "deploy", "examples");

  @TempDir Path etc;

  @ParameterizedTest
  @ValueSource(strings = {"minimal.yaml", "postgresql.yaml", "direct.yaml"})
  void theExamplesWithoutFilesAreGoodAsTheyAre(String name) {
    LoadResult result = ConfigFile.load(EXAMPLES.resolve(name), Map.of());
    LoadResult.Loaded loaded = assertInstanceOf(LoadResult.Loaded.class, result, result::toString);
    assertEquals(List.of(), loaded.warnings());
  }

  @Test
  void theHomelabIsGoodWhereItsFilesAre() throws IOException {
    Path file = SampleFiles.homelab(etc);
    LoadResult result = ConfigFile.load(file, Map.of());
    LoadResult.Loaded loaded = assertInstanceOf(LoadResult.Loaded.class, result, result::toString);
    assertEquals(List.of(), loaded.warnings());
  }

  @Test
  void theHomelabBesideAnOldKeepalivedIsGood() throws IOException {
    Path file = SampleFiles.homelab(etc);
    String text =
        Files.readString(file)
            .replace("# version: 2", "version: 2")
            .replace("# interval: 1s", "interval: 1s")
            .replace("# auth:", "auth:");
    LoadResult result = ConfigFile.parse(text, file, Map.of("VRRP_PASS", "s3cret"));
    LoadResult.Loaded loaded = assertInstanceOf(LoadResult.Loaded.class, result, result::toString);
    assertEquals(
        List.of(new VipConfig.Auth(new Secret("s3cret"))),
        loaded.config().vips().values().stream().map(VipConfig::auth).toList());
  }
}
