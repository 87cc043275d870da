package io.vigie.cli.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardsTest {

  @TempDir Path directory;

  @Test
  void panelsStandApartAndEachAsksForSomething() throws IOException {
    Set<Integer> ids = new HashSet<>();
    Set<String> taken = new HashSet<>();
    int panels = 0;
    for (JsonNode panel : Dashboards.dashboard().path("panels")) {
      String title = panel.path("title").asText();
      assertFalse(title.isBlank());
      assertTrue(ids.add(panel.path("id").asInt()), title);
      JsonNode at = panel.path("gridPos");
      for (int x = 0; x < at.path("w").asInt(); x++) {
        for (int y = 0; y < at.path("h").asInt(); y++) {
          int column = at.path("x").asInt() + x;
          assertTrue(column < 24, title);
          assertTrue(taken.add(column + "," + (at.path("y").asInt() + y)), title);
        }
      }
      boolean isRow = panel.path("type").asText().equals("row");
      assertEquals(isRow, panel.path("targets").isEmpty(), title);
      panels += isRow ? 0 : 1;
    }
    assertTrue(panels > 25, "panels: " + panels);
  }

  @Test
  void everyAlarmSaysWhatIsWrongAndHowBadThatIs() throws IOException {
    String text = Files.readString(Dashboards.PROMETHEUS.resolve("vigie.rules.yaml"));
    String[] alarms = text.split("- alert: ");
    assertEquals(alarms.length - 1, Dashboards.rules().size());
    assertTrue(alarms.length > 20);
    for (String alarm : List.of(alarms).subList(1, alarms.length)) {
      assertTrue(alarm.startsWith("Vigie"), alarm);
      assertTrue(
          alarm.contains("severity: warning") || alarm.contains("severity: critical"), alarm);
      assertTrue(alarm.contains("summary: \"") && alarm.contains("description: \""), alarm);
    }
  }

  @Test
  void promtoolUnderstandsTheRulesAndTheyFireWhenTheyShould() throws Exception {
    promtool("check", "rules", "vigie.rules.yaml");
    promtool("test", "rules", "tests.yaml");
  }

  /** Its queries, as rules of their own. */
  @Test
  void promtoolUnderstandsTheDashboard() throws Exception {
    StringBuilder rules = new StringBuilder("groups: [{ name: all, rules: [\n");
    int n = 0;
    for (String query : Dashboards.queries()) {
      String plain = query.replace("$__rate_interval", "1m").replace("'", "''");
      rules.append("  { record: 'query:%d', expr: '%s' },\n".formatted(n++, plain));
    }
    Path file = Files.writeString(directory.resolve("queries.yaml"), rules + "]}]\n");
    promtool("check", "rules", file.toString());
  }

  private void promtool(String... args) throws Exception {
    String tool = System.getProperty("vigie.promtool", "/usr/bin/promtool");
    assumeTrue(Files.isExecutable(Path.of(tool)), "no " + tool + ": apt install prometheus");
    Path log = Files.createTempFile(directory, "promtool", ".log");
    List<String> command = new ArrayList<>(List.of(tool));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .directory(Dashboards.PROMETHEUS.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), () -> read(log));
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
