package io.vigie.lab.bench.console;

import io.vigie.event.CheckChanged;
import io.vigie.event.CheckChanged.CheckStatus;
import io.vigie.event.CheckResult;
import io.vigie.event.ConnectFailed;
import io.vigie.event.Envelope;
import io.vigie.event.Event;
import io.vigie.event.EventIds;
import io.vigie.event.Fact;
import io.vigie.event.NodeAtRisk;
import io.vigie.event.NodeAtRisk.Risk;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.PoolChanged;
import io.vigie.event.PoolChanged.PoolState;
import io.vigie.event.RebuildChanged;
import io.vigie.event.RebuildChanged.RebuildStage;
import io.vigie.event.Sequence;
import io.vigie.event.ServerChanged;
import io.vigie.event.ServerChanged.ServerState;
import io.vigie.event.UuidV7;
import io.vigie.event.VolumeChanged;
import io.vigie.event.VolumeChanged.VolumeHealth;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the services of a homelab say while one node after another dies and comes back. */
final class OutageLog {

  private static final List<String> OBSERVERS = List.of("lb-1", "lb-2");
  private static final List<String> CHECKS = List.of("https");
  private static final int PER_OBSERVER = 12;
  private static final int PER_NODE = 2;
  private static final List<Integer> COPIED = List.of(10, 40, 70);
  private static final int PER_VOLUME = 4 + COPIED.size();
  private static final Duration DOWN = Duration.ofMinutes(2);

  private final Consumer<Envelope> log;
  private final EventIds ids = new UuidV7(InstantSource.system(), new SecureRandom());
  private final Map<String, Sequence> sequences = new HashMap<>();

  /** Writes there. */
  OutageLog(Consumer<Envelope> log) {
    this.log = log;
  }

  /** How many volumes an outage must hit to be so many events long, or a few more. */
  static int volumes(int eventsEach) {
    return Math.max(0, Math.ceilDiv(eventsEach - length(0), PER_VOLUME));
  }

  /** How many events an outage with so many volumes is. */
  static int length(int volumes) {
    return OBSERVERS.size() * PER_OBSERVER + PER_NODE + PER_VOLUME * volumes;
  }

  /** A node dies, its volumes lose a replica, it comes back and they are rebuilt. */
  void outage(String node, Instant at, int volumes) {
    Envelope first = null;
    for (String observer : OBSERVERS) {
      Envelope seen = changes(observer, node, false, at);
      first = first == null ? seen : first;
    }
    watcher(at.plusMillis(20), risk(node, Risk.AT_RISK, volumes), first);
    List<String> lost = IntStream.range(0, volumes).mapToObj(i -> "pvc-" + node + "-" + i).toList();
    for (String volume : lost) {
      watcher(at.plusSeconds(8), health(volume, VolumeHealth.DEGRADED, 2), first);
    }
    Instant back = at.plus(DOWN);
    for (String observer : OBSERVERS) {
      changes(observer, node, true, back);
    }
    rebuilt(lost, node, back.plusSeconds(5), first);
    watcher(back.plusSeconds(20), risk(node, Risk.CLEAR, 0), first);
  }

  /** A connect that failed, the so manyth: a word that changes no picture and begins no story. */
  void hiccup(int number) {
    say(
        OBSERVERS.getFirst(),
        "lb-service",
        Instant.now(),
        new ConnectFailed("https", "k3s-1", "127.9.0.1:443", CheckResult.L4CON, number),
        null);
  }

  /** What an observer and the balancer beside it say; the verdict on the node. */
  private Envelope changes(String host, String node, boolean up, Instant at) {
    Envelope check =
        say(
            host,
            "health-service",
            at,
            new CheckChanged(
                node,
                "https",
                up ? CheckStatus.UP : CheckStatus.DOWN,
                up ? CheckResult.L4OK : CheckResult.L4TOUT,
                up ? "" : "no answer in 500 ms",
                up ? 1 : 500,
                up ? 3 : 0,
                2,
                2,
                false),
            null);
    List<String> none = List.of();
    Envelope verdict =
        say(
            host,
            "health-service",
            at.plusMillis(1),
            new NodeChanged(
                node,
                up ? NodeStatus.UP : NodeStatus.DOWN,
                up ? none : CHECKS,
                up ? CHECKS : none,
                1000,
                0,
                false),
            check);
    ServerState state = up ? ServerState.ACTIVE : ServerState.DOWN;
    ServerState was = up ? ServerState.DOWN : ServerState.ACTIVE;
    for (String pool : List.of("https", "api")) {
      balancer(host, at, new ServerChanged(pool, node, state, was, "node", 3, 1), verdict);
    }
    PoolState health = up ? PoolState.HEALTHY : PoolState.DEGRADED;
    for (String pool : List.of("https", "api")) {
      balancer(host, at, new PoolChanged(pool, health, up ? 3 : 2, 3), verdict);
    }
    return verdict;
  }

  private void balancer(String host, Instant at, Event event, Envelope cause) {
    say(host, "lb-service", at.plusMillis(3), event, cause);
  }

  private void rebuilt(List<String> volumes, String node, Instant from, @Nullable Envelope cause) {
    for (String volume : volumes) {
      watcher(from, rebuild(volume, node, RebuildStage.QUEUED, 0), cause);
    }
    for (int percent : COPIED) {
      for (String volume : volumes) {
        Instant then = from.plusMillis(100L * percent);
        watcher(then, rebuild(volume, node, RebuildStage.COPYING, percent), cause);
      }
    }
    for (String volume : volumes) {
      watcher(from.plusSeconds(12), rebuild(volume, node, RebuildStage.DONE, 100), cause);
      watcher(from.plusSeconds(12), health(volume, VolumeHealth.HEALTHY, 3), cause);
    }
  }

  private void watcher(Instant at, Event event, @Nullable Envelope cause) {
    say("lb-2", "storage-watcher", at, event, cause);
  }

  private Envelope say(
      String host, String service, Instant at, Event event, @Nullable Envelope cause) {
    String source = Envelope.source(host, service);
    Sequence sequence = sequences.merge(source, new Sequence(1, 1), (before, _) -> before.next());
    Fact fact = Fact.of(ids.next(), event, cause == null ? null : cause.ref());
    Envelope said = new Envelope(fact, source, sequence, at);
    log.accept(said);
    return said;
  }

  private static NodeAtRisk risk(String node, Risk risk, int volumes) {
    return new NodeAtRisk(node, risk, "probes", 1, 1, volumes, (long) volumes << 30, List.of());
  }

  private static VolumeChanged health(String volume, VolumeHealth health, int healthy) {
    return new VolumeChanged(volume, health, "k3s-3", null, null, 1L << 30, 3, healthy, "");
  }

  private static RebuildChanged rebuild(
      String volume, String node, RebuildStage stage, int percent) {
    return new RebuildChanged(
        volume, stage, volume + "-r", node, null, 1, percent, 1L << 30, null, null, "", "");
  }
}
