package io.vigie.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigie.lab.bench.FailoverTrace.Outage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * How long a VIP is unreachable when its holder fails: two balancers and a client on one link, the
 * same for Vigie and for keepalived, which take turns. The client asks 200 times a second, and its
 * own capture tells who answered when; no balancer's clock is used. Pings are answered by the
 * kernel: of a load balancer's fault only the time until the VIP has moved says something.
 */
public final class FailoverBench {

  private static final int MOST_TRIES = 3;

  /** Of its multiples, whatever comes after the point fills the gap between those before it. */
  private static final double GOLDEN = 0.618_033_988_75;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * What is measured.
   *
   * @param version of VRRP
   * @param intervalMillis between adverts: whole seconds with version 2, else a multiple of 10
   * @param rounds of each fault and product
   * @param vigie the words that run the vigie command
   * @param results one JSON line per round, written at once; rounds that are there already are not
   *     made again
   */
  public record Options(
      List<Fault> faults,
      int version,
      int intervalMillis,
      int rounds,
      List<String> vigie,
      Path results) {}

  /** One round. */
  public record Round(String product, Fault fault, Outage outage) {}

  private FailoverBench() {}

  /**
   * Measures; says each round. Needs root, keepalived, haproxy, tcpdump and ping.
   *
   * @throws IOException if a round fails {@value #MOST_TRIES} times in a row
   */
  public static List<Round> run(Options options, Consumer<String> say)
      throws IOException, InterruptedException {
    List<Round> rounds = new ArrayList<>(read(options.results()));
    Contender keepalived = new KeepalivedContender(options.version(), options.intervalMillis());
    Contender vigie =
        new VigieContender(options.version(), options.intervalMillis(), options.vigie());
    for (Fault fault : options.faults()) {
      for (int i = 0; i < options.rounds(); i++) {
        List<Contender> order =
            i % 2 == 0 ? List.of(keepalived, vigie) : List.of(vigie, keepalived);
        for (Contender contender : order) {
          if (made(rounds, contender, fault) > i) {
            continue;
          }
          Round round = round(contender, fault, options.intervalMillis(), phase(i), say);
          rounds.add(round);
          write(options.results(), round);
          say.accept(told(round));
        }
      }
    }
    return rounds;
  }

  /** Spread evenly over the interval, however many rounds are made, and the same for both. */
  static double phase(int round) {
    return (0.5 + round * GOLDEN) % 1;
  }

  private static long made(List<Round> rounds, Contender contender, Fault fault) {
    return rounds.stream()
        .filter(round -> round.fault() == fault && round.product().equals(contender.name()))
        .count();
  }

  /** A round that cannot be set up, as on a machine that is busy with other things, is repeated. */
  private static Round round(
      Contender contender, Fault fault, int intervalMillis, double phase, Consumer<String> say)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return new Round(
            contender.name(), fault, FailoverRound.of(contender, fault, intervalMillis, phase));
      } catch (IOException e) {
        if (attempt == MOST_TRIES) {
          throw e;
        }
        say.accept(contender.name() + ": round is made again: " + e.getMessage());
      }
    }
  }

  /** The rounds in a file of results; none if there is no such file. */
  static List<Round> read(Path results) throws IOException {
    List<Round> rounds = new ArrayList<>();
    if (Files.exists(results)) {
      for (String line : Files.readAllLines(results)) {
        JsonNode round = JSON.readTree(line);
        rounds.add(
            new Round(
                round.path("product").asText(),
                Fault.valueOf(round.path("fault").asText()),
                new Outage(
                    round.path("takeoverMillis").asDouble(),
                    round.path("silenceMillis").asDouble(),
                    round.path("gapMillis").asDouble(),
                    round.path("bothMillis").asDouble(),
                    round.path("lost").asInt(),
                    round.path("asked").asInt())));
      }
    }
    return rounds;
  }

  private static String told(Round round) {
    Outage o = round.outage();
    return String.format(
        Locale.ROOT,
        "%s %s: taken over after %.0f ms, %.1f ms after the last advert, gap %.0f ms, both"
            + " answering %.0f ms, %d of %d requests lost",
        round.product(),
        round.fault().name().toLowerCase(Locale.ROOT),
        o.takeoverMillis(),
        o.silenceMillis(),
        o.gapMillis(),
        o.bothMillis(),
        o.lost(),
        o.asked());
  }

  static void write(Path results, Round round) throws IOException {
    Outage o = round.outage();
    Files.writeString(
        results,
        String.format(
            Locale.ROOT,
            "{\"product\":\"%s\",\"fault\":\"%s\",\"takeoverMillis\":%.3f,\"silenceMillis\":%.3f,"
                + "\"gapMillis\":%.3f,\"bothMillis\":%.3f,\"lost\":%d,\"asked\":%d}%n",
            round.product(),
            round.fault(),
            o.takeoverMillis(),
            o.silenceMillis(),
            o.gapMillis(),
            o.bothMillis(),
            o.lost(),
            o.asked()),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
