package io.vigie.lab.chaos;

import io.vigie.lab.bench.proxy.Tools;
import io.vigie.lab.chaos.report.Setting.Fact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a run's figures depend on beside itself. */
public final class Surroundings {

  private Surroundings() {}

  /**
   * The time, this machine, and programs.
   *
   * @param programs whose versions count; each answers to {@code -v}
   */
  public static List<Fact> facts(List<String> programs) throws IOException {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Written", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    int cores = Runtime.getRuntime().availableProcessors();
    facts.add(new Fact("Processors", cores + " × " + entry("/proc/cpuinfo", "model name")));
    facts.add(new Fact("Memory", entry("/proc/meminfo", "MemTotal")));
    facts.add(
        new Fact("Kernel", System.getProperty("os.name") + " " + System.getProperty("os.version")));
    facts.add(new Fact("Java", Runtime.version().toString()));
    for (String program : programs) {
      facts.add(new Fact(program, version(program)));
    }
    return facts;
  }

  /** The first value of a name in a file of {@code name : value}. */
  private static String entry(String file, String name) throws IOException {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }

  private static String version(String program) throws IOException {
    Optional<Path> binary = Tools.find(program);
    if (binary.isEmpty()) {
      return "not installed";
    }
    Process asked =
        new ProcessBuilder(binary.get().toString(), "-v").redirectErrorStream(true).start();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said.lines().findFirst().orElse("unknown");
  }
}
