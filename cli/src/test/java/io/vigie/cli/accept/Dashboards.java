package io.vigie.cli.accept;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is in {@code deploy/grafana} and {@code deploy/prometheus}. */
final class Dashboards {

  static final Path GRAFANA = Path.of("..", "deploy", "grafana", "vigie.json");
  static final Path PROMETHEUS = Path.of("..", "deploy", "prometheus");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern METRIC = Pattern.compile("\\b(vigie|jvm)_[a-z0-9_]+");
  private static final Pattern RULE = Pattern.compile("(?m)^ +expr: (.*)$");

  private Dashboards() {}

  static JsonNode dashboard() throws IOException {
    return JSON.readTree(GRAFANA.toFile());
  }

  /** Every expression of the dashboard. */
  static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    dashboard().findValues("expr").forEach(expr -> queries.add(expr.asText()));
    return queries;
  }

  /** Every expression of the rules. */
  static List<String> rules() throws IOException {
    Matcher found = RULE.matcher(Files.readString(PROMETHEUS.resolve("vigie.rules.yaml")));
    return found.results().map(one -> one.group(1)).toList();
  }

  /** The metrics that these expressions name. */
  static Set<String> metrics(List<String> expressions) {
    return expressions.stream()
        .flatMap(expression -> METRIC.matcher(expression).results().map(one -> one.group()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
