package io.vigie.lab.chaos;

import io.vigie.kit.config.Durations;
import io.vigie.lab.chaos.Disturbance.Span;
import io.vigie.lab.chaos.Disturbance.What;
import io.vigie.lab.lan.Homelab;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Scenarios as files.
 *
 * <pre>
 * name: flaky-nic
 * about: the network card of host p1 comes and goes
 * length: 15m
 * faults:
 *   - { what: cut, of: p1, first: 60s, down: 5s-60s, up: 20s-180s }
 * </pre>
 */
public final class ScenarioFile {

  /** Those that come with Vigie. */
  public static final List<String> SHIPPED =
      List.of("flaky-nic", "flaky-nic-replug", "node-death", "lb-death", "lb-freeze");

  private static final Set<String> KEYS = Set.of("name", "about", "length", "faults");
  private static final Set<String> FAULT_KEYS = Set.of("what", "of", "first", "down", "up");

  /** What something can happen to. */
  private static final Set<String> HOSTS = Set.of("p1", "p2");

  private final String from;

  private ScenarioFile(String from) {
    this.from = from;
  }

  /**
   * Reads one.
   *
   * @param which a shipped one's name, or a file
   * @throws IOException if there is none, or it is wrong: says where, and what is expected
   */
  public static Scenario read(String which) throws IOException {
    if (SHIPPED.contains(which)) {
      try (InputStream in =
          ScenarioFile.class.getResourceAsStream("/scenarios/" + which + ".yaml")) {
        if (in == null) {
          throw new IOException("scenario " + which + " is not in this distribution");
        }
        return parse(which, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    Path file = Path.of(which);
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "no scenario %s; there are %s, or name a file"
              .formatted(which, String.join(", ", SHIPPED)));
    }
    return parse(which, Files.readString(file));
  }

  /**
   * Reads a text.
   *
   * @param from where it is from, for people
   */
  static Scenario parse(String from, String text) throws IOException {
    Object read;
    try {
      read = new Load(LoadSettings.builder().setLabel(from).build()).loadFromString(text);
    } catch (YamlEngineException e) {
      throw new IOException(from + ": " + e.getMessage(), e);
    }
    return new ScenarioFile(from).scenario(read);
  }

  private Scenario scenario(Object read) throws IOException {
    Map<?, ?> map = map(read, "the file", KEYS);
    Duration length = duration(map, "length", "the file");
    List<Disturbance> faults = new ArrayList<>();
    if (!(map.get("faults") instanceof List<?> list) || list.isEmpty()) {
      throw wrong("faults", "expected a list with at least one fault");
    }
    for (int i = 0; i < list.size(); i++) {
      faults.add(fault(list.get(i), "faults[" + i + "]"));
    }
    return new Scenario(
        text(map, "name", "the file"), text(map, "about", "the file"), length, faults);
  }

  private Disturbance fault(Object read, String at) throws IOException {
    Map<?, ?> map = map(read, at, FAULT_KEYS);
    What what;
    String word = text(map, "what", at);
    try {
      what = What.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      String known =
          String.join(", ", Arrays.stream(What.values()).map(ScenarioFile::word).toList());
      throw wrong(at + ".what", "`" + word + "` is none of " + known);
    }
    String of = text(map, "of", at);
    Set<String> machines = new TreeSet<>(Homelab.MACHINES.keySet());
    if (what == What.CUT) {
      machines.addAll(HOSTS);
    }
    if (!machines.contains(of)) {
      throw wrong(at + ".of", "`%s` is none of %s".formatted(of, String.join(", ", machines)));
    }
    return new Disturbance(
        what,
        of,
        duration(map, "first", at),
        span(map, "down", at),
        map.containsKey("up") ? span(map, "up", at) : null);
  }

  private static String word(What what) {
    return what.name().toLowerCase(Locale.ROOT);
  }

  private Map<?, ?> map(Object read, String at, Set<String> keys) throws IOException {
    if (!(read instanceof Map<?, ?> map)) {
      throw wrong(at, "expected a mapping of " + String.join(", ", new TreeSet<>(keys)));
    }
    for (Object key : map.keySet()) {
      if (!keys.contains(String.valueOf(key))) {
        throw wrong(at, "unknown key `%s`; there are %s".formatted(key, new TreeSet<>(keys)));
      }
    }
    return map;
  }

  private String text(Map<?, ?> map, String key, String at) throws IOException {
    Object value = map.get(key);
    if (value == null) {
      throw wrong(at, "`" + key + "` is missing");
    }
    return value.toString();
  }

  private Duration duration(Map<?, ?> map, String key, String at) throws IOException {
    return duration(text(map, key, at), at + "." + key);
  }

  private Duration duration(String text, String at) throws IOException {
    Duration read =
        Durations.parse(text)
            .orElseThrow(() -> wrong(at, "`" + text + "`: expected a duration such as 90s or 15m"));
    if (read.isZero() || read.isNegative()) {
      throw wrong(at, "`" + text + "`: expected more than nothing");
    }
    return read;
  }

  private Span span(Map<?, ?> map, String key, String at) throws IOException {
    String text = text(map, key, at);
    String[] ends = text.split("-", 2);
    Duration least = duration(ends[0].strip(), at + "." + key);
    Duration most = ends.length == 1 ? least : duration(ends[1].strip(), at + "." + key);
    if (most.compareTo(least) < 0) {
      throw wrong(at + "." + key, "`" + text + "`: the second is less than the first");
    }
    return new Span(least, most);
  }

  private IOException wrong(String at, String why) {
    return new IOException(from + ": " + at + ": " + why);
  }
}
