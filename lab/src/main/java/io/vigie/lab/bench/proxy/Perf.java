package io.vigie.lab.bench.proxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The processor's counters, by perf-stat(1). Its {@code -x,} form has a line for each event: count,
 * unit, event and more.
 *
 * @param process whether it counts what a process does
 * @param system whether it counts what the machine does
 * @param obstacle why one of them is missing; empty if none is
 */
public record Perf(boolean process, boolean system, String obstacle) {

  private static final List<String> EVENTS = List.of("-e", "cycles:uk,instructions:uk");
  private static final long STOP_SECONDS = 10;

  /** Says when the counters run, and ends when its input does. */
  private static final List<String> UNTIL_TOLD = List.of("sh", "-c", "echo counting; read -r _");

  /** A count that has begun, in processes of perf's own. */
  static final class Count implements AutoCloseable {
    private final List<Process> processes = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    private Count() {}

    /** Ends it. */
    Map<Figure, Double> stop() throws IOException, InterruptedException {
      Map<Figure, Double> counts = new EnumMap<>(Figure.class);
      for (int i = 0; i < processes.size(); i++) {
        Process perf = processes.get(i);
        perf.outputWriter(StandardCharsets.UTF_8).close();
        if (!perf.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
          throw new IOException("perf stat does not end");
        }
        counts.putAll(parse(Files.readString(files.get(i))));
      }
      return counts;
    }

    @Override
    public void close() {
      processes.forEach(Process::destroy);
    }
  }

  /** Finds out what perf can do here. */
  static Perf probe(Path directory) throws IOException, InterruptedException {
    String process = obstacle(directory, EVENTS);
    String system = obstacle(directory, List.of("-a", "-e", "cycles"));
    String why = process.isEmpty() ? system : process;
    return new Perf(process.isEmpty(), system.isEmpty(), why);
  }

  private static String obstacle(Path directory, List<String> options)
      throws IOException, InterruptedException {
    Path file = directory.resolve("perf-probe");
    List<String> command = new ArrayList<>(List.of("perf", "stat", "-x,", "-o", file.toString()));
    command.addAll(options);
    command.addAll(List.of("--", "true"));
    try {
      Process perf = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(perf.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (perf.waitFor() != 0) {
        return "perf stat: " + said.lines().findFirst().orElse("it fails");
      }
    } catch (IOException _) {
      return "perf is not installed";
    }
    String counted = Files.readString(file);
    int wanted = options.contains("-a") ? 1 : 2;
    return parse(counted).size() == wanted
        ? ""
        : "perf stat: "
            + counted
                .lines()
                .filter(line -> line.startsWith("<"))
                .findFirst()
                .map(line -> line.replaceAll(",+", " "))
                .orElse("it counts nothing");
  }

  /** Begins to count; returns once the counters run. Threads that begin later count as well. */
  Count start(Path directory, List<Long> pids) throws IOException {
    Count count = new Count();
    try {
      if (process && !pids.isEmpty()) {
        String list = pids.stream().map(String::valueOf).collect(Collectors.joining(","));
        begin(count, directory.resolve("perf-process"), "-p", list, EVENTS.get(0), EVENTS.get(1));
      }
      if (system) {
        begin(count, directory.resolve("perf-system"), "-a", "-e", "cycles");
      }
      return count;
    } catch (IOException e) {
      count.close();
      throw e;
    }
  }

  private static void begin(Count count, Path file, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("perf", "stat", "-x,", "-o", file.toString()));
    command.addAll(List.of(options));
    command.add("--");
    command.addAll(UNTIL_TOLD);
    Process perf = new ProcessBuilder(command).start();
    count.processes.add(perf);
    count.files.add(file);
    BufferedReader out = perf.inputReader(StandardCharsets.UTF_8);
    if (out.readLine() == null) {
      String why = new String(perf.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      throw new IOException(String.join(" ", command) + ": " + why.strip());
    }
  }

  /** What a file of {@code perf stat -x,} counts; nothing for what it could not count. */
  static Map<Figure, Double> parse(String text) {
    Map<Figure, Double> counts = new EnumMap<>(Figure.class);
    for (String line : text.split("\n", -1)) {
      String[] fields = line.split(",", -1);
      if (fields.length > 2 && fields[0].matches("[0-9.]+")) {
        double value = Double.parseDouble(fields[0]);
        switch (fields[2]) {
          case "cycles:uk" -> counts.put(Figure.CYCLES, value);
          case "instructions:uk" -> counts.put(Figure.INSTRUCTIONS, value);
          case "cycles" -> counts.put(Figure.SYSTEM_CYCLES, value);
          default -> {} // of another event, should one have crept in
        }
      }
    }
    return counts;
  }

  /** What costs are counted by, for people. */
  public String words() {
    return process ? "cycles and instructions by perf" : "CPU time only; " + obstacle;
  }
}
