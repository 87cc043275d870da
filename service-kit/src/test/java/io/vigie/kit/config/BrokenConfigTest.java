package io.vigie.kit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Broken configurations, and exactly what is said of them. The table is {@code broken.txt}: {@code
 * ##} begins a case, {@code =>} what is expected. Where a case begins with {@code #}, its lines
 * replace those of the same top-level key in the base configuration below, or come after it.
 */
class BrokenConfigTest {
  private static final Path TABLE =
      Path.of("src", "test", "resources", "io", "vigie", "kit", "config", "broken.txt");
  private static final Path FILE = Path.of("vigie.yaml");
  private static final Map<String, String> ENV = Map.of("EMPTY", "", "PASS", "hunter2hunter2");

  /** A case: a text, and what is expected, in lines. */
  private record Case(String name, String text, List<String> expected) {}

  private static final Map<String, String> BASE = new LinkedHashMap<>();

  static {
    BASE.put("cluster", "cluster: c");
    BASE.put("nodes", "nodes: {a: {address: 10.0.0.1}, b: {address: 10.0.0.2}}");
    BASE.put("balancers", "balancers: {lb-1: {address: 10.0.0.3}}");
    BASE.put("checks", "checks: {k: {port: 80}}");
    BASE.put("pools", "pools: {p: {port: 80, servers: all, check: k}}");
    BASE.put("frontends", "frontends: {f: {listen: \":80\", pool: p}}");
  }

  @Test
  void theBaseIsGoodAndSilent() {
    LoadResult result = ConfigFile.parse(String.join("\n", BASE.values()), FILE, ENV);
    LoadResult.Loaded loaded = assertInstanceOf(LoadResult.Loaded.class, result, result::toString);
    assertEquals(List.of(), loaded.warnings());
  }

  @TestFactory
  Stream<DynamicTest> saysExactlyThis() throws IOException {
    List<Case> cases = cases();
    assertTrue(cases.size() > 60, "cases: " + cases.size());
    return cases.stream()
        .map(
            one ->
                dynamicTest(
                    one.name,
                    () ->
                        assertEquals(
                            String.join("\n", one.expected), said(one.text), () -> one.text)));
  }

  private static String said(String text) {
    return switch (ConfigFile.parse(text, FILE, ENV)) {
      case LoadResult.Broken(List<Problem> problems) -> lines(problems);
      case LoadResult.Loaded(_, List<Problem> warnings) -> ("fine\n" + lines(warnings)).strip();
    };
  }

  private static String lines(List<Problem> problems) {
    return String.join(
        "\n", problems.stream().map(p -> p.toString().replace(FILE + ":", "")).toList());
  }

  private static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (String block : Files.readString(TABLE).split("(?m)^## ", -1)) {
      if (!block.startsWith("//")) {
        int name = block.indexOf('\n');
        int arrow = block.indexOf("=>\n");
        String text = block.substring(name + 1, arrow);
        cases.add(
            new Case(
                block.substring(0, name),
                text.startsWith("#\n") ? onBase(text.substring(2)) : text,
                block.substring(arrow + 3).strip().lines().toList()));
      }
    }
    return cases;
  }

  private static String onBase(String changes) {
    Map<String, String> lines = new LinkedHashMap<>(BASE);
    for (String change : changes.split("\n(?=\\S)", -1)) {
      lines.put(change.replaceFirst("(?s):.*", ""), change.stripTrailing());
    }
    return String.join("\n", lines.values()) + "\n";
  }
}
