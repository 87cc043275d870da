package io.vigie.lab.chaos.verdict;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigie.lab.chaos.load.Call;
import io.vigie.lab.chaos.load.Call.Outcome;
import io.vigie.lab.chaos.load.Sessions.Ended;
import io.vigie.lab.chaos.load.Sessions.Kind;
import io.vigie.lab.chaos.scenario.Act;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finished run, as a line of a file of JSON. Seconds count from the start of the load.
 *
 * @param streams what became of the sessions whose server sends ten lines a second
 * @param watches the same of those whose server sends one in 5 s
 * @param bothMillis for how long two machines answered for the address
 * @param losses the requests that each fault cost, and why
 * @param marks what the services told, at most {@value #MOST_MARKS}
 * @param events whether all that they told is in Kafka; null for those that tell nothing
 * @param aftermath how it left the stack
 * @param perSecond the share of each second's requests that were answered in time; -1 for none due
 */
public record Told(
    Run run,
    Verdict verdict,
    Kept streams,
    Kept watches,
    double bothMillis,
    List<Broken> faults,
    List<Loss> losses,
    List<Mark> marks,
    @Nullable Delivered events,
    Aftermath aftermath,
    List<Double> perSecond) {

  private static final int MOST_MARKS = 5_000;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public Told {
    faults = List.copyOf(faults);
    losses = List.copyOf(losses);
    marks = List.copyOf(marks);
    perSecond = List.copyOf(perSecond);
  }

  /**
   * Which run.
   *
   * @param seconds length of the load
   * @param rate requests per second
   * @param sessions of each kind
   */
  public record Run(
      String scenario, long seed, long seconds, int rate, int sessions, String stack) {}

  /** One fault, from and until when. */
  public record Broken(String what, double from, double until) {}

  /**
   * Events of the services' own logs beside Kafka.
   *
   * @param told different ids in the logs
   * @param lost of these, how many are not in Kafka
   * @param doubled ids that are there more than once
   */
  public record Delivered(int told, int lost, int doubled) {}

  /**
   * What was seen of a run.
   *
   * @param began when the load began, by the wall clock
   * @param log null of a stack that tells nothing
   */
  public record Seen(
      Instant began,
      List<Act> acts,
      List<Call> calls,
      List<Ended> ended,
      double bothMillis,
      @Nullable Log log,
      Aftermath aftermath) {

    public Seen {
      acts = List.copyOf(acts);
      calls = List.copyOf(calls);
      ended = List.copyOf(ended);
    }
  }

  /** Of a run that has just ended. */
  public static Told of(Run run, Seen seen) {
    Log log = seen.log();
    List<Mark> marks = log == null ? List.of() : Mark.of(log.events(), seen.began());
    return new Told(
        run,
        Verdict.of(seen.calls()),
        Kept.of(seen.ended(), Kind.STREAM),
        Kept.of(seen.ended(), Kind.WATCH),
        seen.bothMillis(),
        seen.acts().stream().map(Told::broken).toList(),
        Loss.of(seen.calls(), seen.acts(), marks),
        marks.subList(0, Math.min(marks.size(), MOST_MARKS)),
        log == null ? null : new Delivered(log.told(), log.lost(), log.doubled()),
        seen.aftermath(),
        Verdict.perSecond(seen.calls(), Math.toIntExact(Math.max(1, run.seconds()))));
  }

  private static Broken broken(Act act) {
    return new Broken(
        act.fault().said(), act.from().toMillis() / 1e3, act.until().toMillis() / 1e3);
  }

  /** Requests that ended in one way. */
  public int failed(Outcome outcome) {
    return verdict.failures().getOrDefault(outcome, 0);
  }

  /** Those in a file; none if there is no such file. */
  public static List<Told> read(Path file) throws IOException {
    List<Told> all = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        all.add(JSON.readValue(line, Told.class));
      }
    }
    return all;
  }

  /** Adds it to a file. */
  public void append(Path file) throws IOException {
    String line = JSON.writeValueAsString(this) + "\n";
    Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
