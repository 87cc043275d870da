package io.vigie.lab.bench;

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
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * How long a VIP is unreachable when its holder fails: two balancers and a client on one link, the
 * same for Vigie and for keepalived, which take turns. The client asks 200 times a second, and its
 * own capture tells who answered when; no balancer's clock is used.
 */
public final class FailoverBench {

  private static final String VIP = "10.78.0.8";
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
    FREEZE
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
    for (Fault fault : options.faults()) {
      for (int i = 0; i < options.rounds(); i++) {
        List<String> order =
            i % 2 == 0 ? List.of("keepalived", "vigie") : List.of("vigie", "keepalived");
        for (String product : order) {
          Round round = new Round(product, fault, one(options, product, fault));
          rounds.add(round);
          write(options.results(), round);
          Outage o = round.outage();
          say.accept(
              String.format(
                  Locale.ROOT,
                  "%s %s: taken over after %.0f ms, gap %.0f ms, both answering %.0f ms, %d of %d"
                      + " requests lost",
                  product,
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

  private static Outage one(Options options, String product, Fault fault)
      throws IOException, InterruptedException {
    try (Scratch scratch = Scratch.create();
        Lan lan = new Lan("a", "b");
        Daemon a = start(options, product, lan, "a", scratch.path())) {
      until("a holds the VIP", () -> has(lan, "a"));
      try (Daemon b = start(options, product, lan, "b", scratch.path())) {
        Path capture = scratch.path().resolve("client.pcap");
        try (Daemon tcpdump = capture(lan, scratch.path(), capture);
            Daemon ping = ping(lan, scratch.path())) {
          until("tcpdump listens", () -> said(tcpdump).contains("listening on"));
          // The other one must be there, and both must have run for a while, as in real life.
          until("b watches", () -> said(b).matches("(?s).*(role=BACKUP|Entering BACKUP).*"));
          TimeUnit.SECONDS.sleep(SETTLE_SECONDS + 4L * options.intervalMillis() / 1_000);
          until("a alone holds the VIP", () -> has(lan, "a") && !has(lan, "b"));
          String macA = lan.mac("a");
          String macB = lan.mac("b");
          Instant began = Instant.now();
          inflict(fault, lan, a);
          until("b holds the VIP", () -> has(lan, "b"));
          TimeUnit.SECONDS.sleep(1);
          if (!b.isAlive() || !ping.isAlive()) {
            throw new IOException("the survivor ended: " + b.said());
          }
          ping.signal("INT");
          tcpdump.end();
          return FailoverTrace.of(capture, VIP, macA, macB, seconds(began));
        }
      }
    }
  }

  private static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }

  private static void inflict(Fault fault, Lan lan, Daemon holder) throws IOException {
    switch (fault) {
      case KILL -> holder.signalAll("KILL");
      case STOP -> holder.signal("TERM");
      case CUT -> lan.isolate("a", true);
      case FREEZE -> holder.signalAll("STOP");
    }
  }

  private static Daemon start(Options options, String product, Lan lan, String host, Path directory)
      throws IOException {
    int priority = host.equals("a") ? 150 : 100;
    return product.equals("vigie")
        ? vigie(options, lan, host, directory)
        : keepalived(options, lan, host, priority, directory);
  }

  private static Daemon vigie(Options options, Lan lan, String host, Path directory)
      throws IOException {
    Path config = directory.resolve("vigie.yaml");
    Files.writeString(
        config,
        """
        cluster: bench
        kafka: { bootstrap: ["127.0.0.1:9"] }
        nodes: { n: { address: 10.78.0.50 } }
        balancers: { a: { address: 10.78.0.6 }, b: { address: 10.78.0.7 } }
        pools: { p: { port: 443, servers: all } }
        frontends: { f: { listen: ":443", pool: p } }
        vips:
          main: { addresses: [%s/24], interface: eth0, vrid: 51, version: %d, interval: %dms,
                  priority: { a: 150, b: 100 }, track: [] }
        """
            .formatted(VIP, options.version(), options.intervalMillis()));
    List<String> command = new ArrayList<>(options.vigie());
    command.addAll(
        List.of(
            "run",
            "vrrp",
            "--config",
            config.toString(),
            "--host",
            host,
            "--state-dir",
            directory.resolve("state-" + host).toString()));
    return new Daemon(lan, host, directory.resolve(host + ".log"), command);
  }

  private static Daemon keepalived(
      Options options, Lan lan, String host, int priority, Path directory) throws IOException {
    Path config = directory.resolve("keepalived-" + host + ".conf");
    Files.writeString(
        config,
        String.format(
            Locale.ROOT,
            """
            global_defs { vrrp_version %d }
            vrrp_instance V {
             state BACKUP
             interface eth0
             virtual_router_id 51
             priority %d
             advert_int %s
             virtual_ipaddress { %s/24 }
            }
            """,
            options.version(),
            priority,
            options.version() == 2
                ? Integer.toString(options.intervalMillis() / 1_000)
                : Double.toString(options.intervalMillis() / 1e3),
            VIP));
    return new Daemon(
        lan,
        host,
        directory.resolve(host + ".log"),
        List.of(
            "keepalived",
            "--dont-fork",
            "--log-console",
            "--vrrp",
            "--use-file=" + config,
            "--pid=" + directory.resolve("ka-" + host + ".pid"),
            "--vrrp_pid=" + directory.resolve("kav-" + host + ".pid")));
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
        List.of("ping", "-n", "-q", "-i", "0.005", "-W", "1", VIP));
  }

  private static boolean has(Lan lan, String host) {
    try {
      return lan.has(host, VIP);
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
