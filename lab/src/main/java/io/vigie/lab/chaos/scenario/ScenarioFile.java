package io.vigie.lab.chaos.scenario;

import io.vigie.kit.config.Durations;
import io.vigie.lab.chaos.scenario.Disturbance.Span;
import io.vigie.lab.chaos.scenario.Fault.Way;
import io.vigie.lab.lan.Homelab;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 *   - { what: lose, of: lb-2, percent: 5, way: in, first: 90s, down: 30s }
 *   - { what: part, of: lb-1, from: lb-2, first: 2m, down: 10s }
 *   - { what: crash, of: lb-1/kafka, first: 3m-5m, down: 20s }
 * </pre>
 */
public final class ScenarioFile {

  /** Those that come with Vigie. */
  public static final List<String> SHIPPED =
      List.of(
          "flaky-nic",
          "flaky-nic-replug",
          "node-death",
          "lb-death",
          "lb-freeze",
          "lossy-link",
          "split-brain",
          "broker-death",
          "rolling-restart",
          "everything");

  private static final Set<String> KEYS = Set.of("name", "about", "length", "faults");
  private static final Set<String> FAULT_KEYS =
      Set.of("what", "of", "first", "down", "up", "percent", "way", "from");

  private static final List<String> KINDS =
      List.of("cut", "unplug", "lose", "part", "kill", "crash", "freeze", "stop", "hog", "fill");

  /** What else some kinds are told. */
  private static final Map<String, Set<String>> MORE =
      Map.of("lose", Set.of("percent", "way"), "part", Set.of("from"));

  private static final Set<String> MACHINES = new TreeSet<>(Homelab.MACHINES.keySet());
  private static final Set<String> BALANCERS = new TreeSet<>(List.of("lb-1", "lb-2"));
  private static final Set<String> CABLES = cables();

  /** What may run on a machine, by stack. */
  private static final List<String> PROGRAMS =
      List.of("haproxy", "keepalived", "vigie", "kafka", "node");

  private final String from;

  private static Set<String> cables() {
    Set<String> all = new TreeSet<>(MACHINES);
    all.addAll(Homelab.HOSTS.keySet());
    return all;
  }

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
    Fault fault = fault(map, at);
    return new Disturbance(
        fault,
        span(map, "first", at),
        span(map, "down", at),
        map.containsKey("up") ? span(map, "up", at) : null);
  }

  private Fault fault(Map<?, ?> map, String at) throws IOException {
    String what = text(map, "what", at);
    Set<String> more = MORE.getOrDefault(what, Set.of());
    for (String key : List.of("percent", "way", "from")) {
      if (map.containsKey(key) && !more.contains(key)) {
        throw wrong(at, "`%s` says nothing about `%s`".formatted(key, what));
      }
    }
    return switch (what) {
      case "cut" -> new Fault.Cut(place(map, "of", at, CABLES));
      case "unplug" -> new Fault.Unplug(place(map, "of", at, CABLES));
      case "lose" -> new Fault.Lose(place(map, "of", at, CABLES), percent(map, at), way(map, at));
      case "part" -> part(place(map, "of", at, CABLES), place(map, "from", at, CABLES), at);
      case "kill" -> new Fault.Kill(place(map, "of", at, MACHINES));
      case "crash" -> new Fault.Crash(program(map, at));
      case "freeze" -> new Fault.Freeze(program(map, at));
      case "stop" -> new Fault.Stop(program(map, at));
      case "hog" -> new Fault.Hog(place(map, "of", at, MACHINES));
      case "fill" -> new Fault.Fill(place(map, "of", at, BALANCERS));
      default -> throw wrong(at + ".what", "`" + what + "` is none of " + String.join(", ", KINDS));
    };
  }

  private Fault part(String of, String other, String at) throws IOException {
    if (of.equals(other)) {
      throw wrong(at + ".from", "`" + other + "` cannot be parted from itself");
    }
    return new Fault.Part(of, other);
  }

  private double percent(Map<?, ?> map, String at) throws IOException {
    String text = text(map, "percent", at);
    try {
      double percent = Double.parseDouble(text);
      if (percent > 0 && percent <= 100) {
        return percent;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw wrong(at + ".percent", "`" + text + "`: expected more than 0, at most 100");
  }

  private Way way(Map<?, ?> map, String at) throws IOException {
    String text = map.containsKey("way") ? text(map, "way", at) : "both";
    return switch (text) {
      case "in" -> Way.IN;
      case "out" -> Way.OUT;
      case "both" -> Way.BOTH;
      default -> throw wrong(at + ".way", "`" + text + "` is none of in, out, both");
    };
  }

  /** A machine, or one program of it. */
  private String program(Map<?, ?> map, String at) throws IOException {
    String of = text(map, "of", at);
    int slash = of.indexOf('/');
    if (slash >= 0 && !PROGRAMS.contains(of.substring(slash + 1))) {
      String known = String.join(", ", PROGRAMS);
      throw wrong(at + ".of", "`%s`: the program is none of %s".formatted(of, known));
    }
    placed(slash < 0 ? of : of.substring(0, slash), of, at + ".of", MACHINES);
    return of;
  }

  private String place(Map<?, ?> map, String key, String at, Set<String> places)
      throws IOException {
    String place = text(map, key, at);
    placed(place, place, at + "." + key, places);
    return place;
  }

  private void placed(String place, String written, String at, Set<String> places)
      throws IOException {
    if (!places.contains(place)) {
      throw wrong(at, "`%s` is none of %s".formatted(written, String.join(", ", places)));
    }
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
