package io.vigie.kit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is generated from the configuration's records is as fresh as they are. */
class ConfigDocsTest {
  private static final Path SCHEMA = Path.of("..", "deploy", "vigie.schema.json");
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final String BEGIN = "<!-- generated from the records; do not edit -->\n\n";
  private static final String END = "<!-- end of what is generated -->\n";
  private static final String COMMAND =
      "stale; run: mvn -pl service-kit -am test -Dtest=ConfigDocsTest -Dvigie.write=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  @Test
  void theSchemaIsFresh() throws IOException {
    fresh(SCHEMA, ConfigSchema.text());
  }

  @Test
  void theTablesAreFresh() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    fresh(PAGE, page.substring(0, begin) + ConfigTables.text() + page.substring(end));
  }

  private static void fresh(Path file, String text) throws IOException {
    if (Boolean.getBoolean("vigie.write")) {
      Files.writeString(file, text);
    }
    assertEquals(text, Files.exists(file) ? Files.readString(file) : "", file + " is " + COMMAND);
  }
}
