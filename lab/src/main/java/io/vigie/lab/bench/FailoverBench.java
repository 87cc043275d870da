package io.vigie.lab.bench;

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

  /**
   * What is measured.
   *
   * @param version of VRRP
   * @param intervalMillis between adverts: whole seconds with version 2, else a multiple of 10
   * @param rounds of each fault and product
   * @param vigie the words that run the vigie command
   * @param results one JSON line per round, written at once
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

  /** Measures; says each round. Needs root, keepalived, haproxy, tcpdump and ping. */
  public static List<Round> run(Options options, Consumer<String> say)
      throws IOException, InterruptedException {
    List<Round> rounds = new ArrayList<>();
    Contender keepalived = new KeepalivedContender(options.version(), options.intervalMillis());
    Contender vigie =
        new VigieContender(options.version(), options.intervalMillis(), options.vigie());
    for (Fault fault : options.faults()) {
      for (int i = 0; i < options.rounds(); i++) {
        List<Contender> order =
            i % 2 == 0 ? List.of(keepalived, vigie) : List.of(vigie, keepalived);
        for (Contender contender : order) {
          Outage outage = FailoverRound.of(contender, fault, options.intervalMillis());
          Round round = new Round(contender.name(), fault, outage);
          rounds.add(round);
          write(options.results(), round);
          say.accept(told(round));
        }
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

  private static void write(Path results, Round round) throws IOException {
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
