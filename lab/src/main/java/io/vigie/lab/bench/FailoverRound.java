package io.vigie.lab.bench;

import static io.vigie.lab.lan.Patience.until;

import io.vigie.lab.bench.Contender.Started;
import io.vigie.lab.bench.FailoverTrace.Outage;
import io.vigie.lab.lan.Daemon;
import io.vigie.lab.lan.Lan;
import io.vigie.lab.lan.Tcpdump;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One failover: two hosts of a product and a client on a link of their own, and a fault. */
final class FailoverRound {

  private static final int SETTLE_SECONDS = 2;

  private FailoverRound() {}

  /**
   * What its client saw.
   *
   * @param phase when the fault comes, as a part of the interval since the holder's last advert; 0
   *     to 1. Left to chance it would follow from how a product starts, and be another for each
   */
  static Outage of(Contender contender, Fault fault, int intervalMillis, double phase)
      throws IOException, InterruptedException {
    boolean balances = fault.isOfBalancer();
    try (Scratch scratch = Scratch.create();
        Lan lan = new Lan("a", "b");
        Started a = contender.start(lan, "a", scratch.path(), balances)) {
      until("a is ready and holds the VIP", () -> contender.isReady(a) && has(lan, "a"));
      try (Started b = contender.start(lan, "b", scratch.path(), balances)) {
        try (Tcpdump tcpdump =
                new Tcpdump(lan, "c", scratch.path(), "icmp or ip proto 112 or arp");
            Daemon ping = ping(lan, scratch.path())) {
          // The other one must be there, and both must have run for a while, as in real life.
          until("b is ready", () -> contender.isReady(b));
          TimeUnit.SECONDS.sleep(SETTLE_SECONDS + 4L * intervalMillis / 1_000);
          until("a alone holds the VIP", () -> has(lan, "a") && !has(lan, "b"));
          String macA = lan.mac("a");
          String macB = lan.mac("b");
          untilAfterAdvert(tcpdump.file(), macA, intervalMillis / 1e3, phase);
          Instant began = Instant.now();
          fault.inflict(lan, "a", a);
          until("b holds the VIP", () -> has(lan, "b"));
          TimeUnit.SECONDS.sleep(1);
          if (!b.all().stream().allMatch(Daemon::isAlive) || !ping.isAlive()) {
            throw new IOException("the survivor ended: " + b.elector().said());
          }
          ping.signal("INT");
          tcpdump.end();
          return FailoverTrace.of(FailoverTrace.read(tcpdump.file()), macA, macB, seconds(began));
        }
      }
    }
  }

  /** Goes on that part of an interval after one of the holder's next adverts. */
  private static void untilAfterAdvert(Path capture, String holder, double interval, double phase)
      throws IOException, InterruptedException {
    double wanted = FailoverTrace.lastAdvert(FailoverTrace.read(capture), holder);
    wanted += (1 + phase) * interval;
    double now = seconds(Instant.now());
    wanted += interval * Math.max(0, Math.ceil((now - wanted) / interval));
    TimeUnit.NANOSECONDS.sleep((long) (1e9 * (wanted - now)));
  }

  private static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }

  private static Daemon ping(Lan lan, Path directory) throws IOException {
    return new Daemon(
        lan,
        "c",
        directory.resolve("ping.log"),
        List.of("ping", "-n", "-q", "-i", "0.005", "-W", "1", Contender.VIP));
  }

  private static boolean has(Lan lan, String host) throws IOException {
    return lan.has(host, Contender.VIP);
  }
}
