package io.vigie.lab.bench;

import io.vigie.lab.bench.Contender.Started;
import io.vigie.lab.bench.FailoverTrace.Outage;
import io.vigie.lab.lan.Daemon;
import io.vigie.lab.lan.Lan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * How long a VIP is unreachable when its holder fails: two balancers and a client on one link, the
 * same for Vigie and for keepalived, which take turns. The client asks 200 times a second, and its
 * own capture tells who answered when; no balancer's clock is used. Pings are answered by the
 * kernel: of a load balancer's fault only the time until the VIP has moved says something.
 */
public final class FailoverBench {

  private static final int PATIENCE_SECONDS = 60;
  private static final int SETTLE_SECONDS = 4;

  /** What happens to the holder. */
  public enum Fault {
    /** SIGKILL of its processes. */
    KILL,
    /** SIGTERM: an orderly stop. */
    STOP,
    /** Its link to the others is cut; its carrier stays. */
    CUT,
    /** SIGSTOP of its processes. */
    FREEZE,
    /** SIGKILL of the load balancer beside it, and of nothing else. */
    LB_KILL,
    /** SIGSTOP of the load balancer beside it, and of nothing else. */
    LB_FREEZE;

    boolean isOfBalancer() {
      return this == LB_KILL || this == LB_FREEZE;
    }
  }

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

  /** Measures; says each round. Needs root, keepalived, tcpdump and ping. */
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
          Outage outage = one(contender, fault, options.intervalMillis());
          Round round = new Round(contender.name(), fault, outage);
          rounds.add(round);
          write(options.results(), round);
          Outage o = round.outage();
          say.accept(
              String.format(
                  Locale.ROOT,
                  "%s %s: taken over after %.0f ms, gap %.0f ms, both answering %.0f ms, %d of %d"
                      + " requests lost",
                  contender.name(),
                  fault.name().toLowerCase(Locale.ROOT),
                  o.takeoverMillis(),
                  o.gapMillis(),
                  o.bothMillis(),
                  o.lost(),
                  o.asked()));
        }
      }
    }
    return rounds;
  }

  private static void write(Path results, Round round) throws IOException {
    Outage o = round.outage();
    Files.writeString(
        results,
        String.format(
            Locale.ROOT,
            "{\"product\":\"%s\",\"fault\":\"%s\",\"takeoverMillis\":%.3f,\"gapMillis\":%.3f,\"bothMillis\":%.3f,"
                + "\"lost\":%d,\"asked\":%d}%n",
            round.product(),
            round.fault(),
            o.takeoverMillis(),
            o.gapMillis(),
            o.bothMillis(),
            o.lost(),
            o.asked()),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static Outage one(Contender contender, Fault fault, int intervalMillis)
      throws IOException, InterruptedException {
    boolean balances = fault.isOfBalancer();
    try (Scratch scratch = Scratch.create();
        Lan lan = new Lan("a", "b");
        Started a = contender.start(lan, "a", scratch.path(), balances)) {
      until("a holds the VIP", () -> has(lan, "a"));
      try (Started b = contender.start(lan, "b", scratch.path(), balances)) {
        Path capture = scratch.path().resolve("client.pcap");
        try (Daemon tcpdump = capture(lan, scratch.path(), capture);
            Daemon ping = ping(lan, scratch.path())) {
          until("tcpdump listens", () -> said(tcpdump).contains("listening on"));
          // The other one must be there, and both must have run for a while, as in real life.
          until(
              "b watches",
              () -> said(b.elector()).matches("(?s).*(role=BACKUP|Entering BACKUP).*"));
          TimeUnit.SECONDS.sleep(SETTLE_SECONDS + 4L * intervalMillis / 1_000);
          until("a alone holds the VIP", () -> has(lan, "a") && !has(lan, "b"));
          String macA = lan.mac("a");
          String macB = lan.mac("b");
          Instant began = Instant.now();
          inflict(fault, lan, a);
          until("b holds the VIP", () -> has(lan, "b"));
          TimeUnit.SECONDS.sleep(1);
          if (!b.all().stream().allMatch(Daemon::isAlive) || !ping.isAlive()) {
            throw new IOException("the survivor ended: " + b.elector().said());
          }
          ping.signal("INT");
          tcpdump.end();
          return FailoverTrace.of(capture, Contender.VIP, macA, macB, seconds(began));
        }
      }
    }
  }

  private static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }

  private static void inflict(Fault fault, Lan lan, Started holder) throws IOException {
    switch (fault) {
      case KILL -> holder.elector().signalAll("KILL");
      case STOP -> holder.elector().signal("TERM");
      case CUT -> lan.isolate("a", true);
      case FREEZE -> holder.elector().signalAll("STOP");
      case LB_KILL -> Objects.requireNonNull(holder.balancer()).signalAll("KILL");
      case LB_FREEZE -> Objects.requireNonNull(holder.balancer()).signalAll("STOP");
    }
  }

  private static Daemon capture(Lan lan, Path directory, Path file) throws IOException {
    return new Daemon(
        lan,
        "c",
        directory.resolve("tcpdump.log"),
        List.of(
            "tcpdump",
            "-i",
            "eth0",
            "-n",
            "-U",
            "-Z",
            "root",
            "--immediate-mode",
            "-w",
            file.toString(),
            "icmp"));
  }

  private static Daemon ping(Lan lan, Path directory) throws IOException {
    return new Daemon(
        lan,
        "c",
        directory.resolve("ping.log"),
        List.of("ping", "-n", "-q", "-i", "0.005", "-W", "1", Contender.VIP));
  }

  private static boolean has(Lan lan, String host) {
    try {
      return lan.has(host, Contender.VIP);
    } catch (IOException e) {
      return false;
    }
  }

  private static String said(Daemon daemon) {
    try {
      return daemon.said();
    } catch (IOException e) {
      return "";
    }
  }

  private static void until(String what, BooleanSupplier fact)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!fact.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IOException("not within " + PATIENCE_SECONDS + " s: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
