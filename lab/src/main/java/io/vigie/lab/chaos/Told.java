package io.vigie.lab.chaos;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigie.lab.chaos.Call.Outcome;
import io.vigie.lab.chaos.ChaosRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A finished run, as a line of a file of JSON.
 *
 * @param seconds length of the load
 * @param faults what was broken, from and until when, in seconds from the start of the load
 * @param perSecond the share of each second's requests that were answered in time; -1 for none due
 */
public record Told(
    String scenario,
    long seed,
    long seconds,
    int rate,
    String stack,
    Verdict verdict,
    List<Broken> faults,
    List<Double> perSecond) {

  public Told {
    faults = List.copyOf(faults);
    perSecond = List.copyOf(perSecond);
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** One fault. */
  public record Broken(String what, String of, double from, double until) {}

  /** Of a run that has just ended. */
  static Told of(Result result, ChaosRun.Options options) {
    int seconds = Math.toIntExact(options.scenario().length().toSeconds());
    return new Told(
        options.scenario().name(),
        options.seed(),
        seconds,
        options.perSecond(),
        result.stack(),
        result.verdict(),
        result.acts().stream()
            .map(
                act ->
                    new Broken(
                        act.what().name(),
                        act.of(),
                        act.from().toMillis() / 1e3,
                        act.until().toMillis() / 1e3))
            .toList(),
        Verdict.perSecond(result.calls(), Math.max(1, seconds)));
  }

  /** Whether it is the run of a stack under these options. */
  boolean isOf(String other, ChaosRun.Options options) {
    return stack.equals(other)
        && scenario.equals(options.scenario().name())
        && seed == options.seed()
        && seconds == options.scenario().length().toSeconds()
        && rate == options.perSecond();
  }

  /** Requests that ended in one way. */
  public int failed(Outcome outcome) {
    return verdict.failures().getOrDefault(outcome, 0);
  }

  /** Those in a file; none if there is no such file. */
  static List<Told> read(Path file) throws IOException {
    List<Told> all = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        all.add(JSON.readValue(line, Told.class));
      }
    }
    return all;
  }

  void append(Path file) throws IOException {
    String line = JSON.writeValueAsString(this) + "\n";
    Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
