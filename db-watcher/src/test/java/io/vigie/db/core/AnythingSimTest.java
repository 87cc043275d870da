package io.vigie.db.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.db.core.Cnpg.Draft;
import io.vigie.event.ClusterChanged;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.Decoded;
import io.vigie.event.Envelope;
import io.vigie.event.EventCodec;
import io.vigie.event.Fact;
import io.vigie.event.FailoverChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.Sequence;
import io.vigie.kube.model.Kubernetes;
import io.vigie.kube.model.Postgres;
import io.vigie.kube.model.Postgres.Sync;
import io.vigie.kube.model.Tri;
import io.vigie.kube.read.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever objects come in whatever order: nothing throws, nothing is told twice, nothing
 * contradicts itself, and a restart adds nothing. {@code -Dvigie.seed} repeats one run, {@code
 * -Dvigie.runs} is how many there are.
 */
class AnythingSimTest {

  private static final int RUNS = Integer.getInteger("vigie.runs", 2_000);
  private static final int STEPS = 60;
  private static final List<String> INSTANCES = List.of("pg-1", "pg-2", "pg-3");

  @Test
  void nothingContradictsItself() {
    Long only = Long.getLong("vigie.seed");
    long first = only == null ? new Random().nextLong() : only;
    for (int i = 0; i < (only == null ? RUNS : 1); i++) {
      long seed = first + i;
      try {
        run(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dvigie.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** Chances that once came out wrong. */
  @ParameterizedTest
  @ValueSource(longs = -2027387811646731463L)
  void whatFailedOnceDoesSoNoMore(long seed) {
    run(new Random(seed));
  }

  private static void run(Random random) {
    Watched db = Watched.of(anything(random));
    for (int step = 0; step < STEPS; step++) {
      step(db, random);
    }
    check(db);
    int told = db.log.size();
    db.restart();
    assertEquals(told, db.log.size(), () -> "after a restart: " + db.log.getLast().event());
  }

  private static void step(Watched db, Random random) {
    switch (random.nextInt(12)) {
      case 0 -> db.probe("k3s-" + (1 + random.nextInt(3)), one(random, NodeStatus.values()));
      case 1 -> db.pass(random.nextInt(100));
      case 2 -> db.relist();
      case 3 -> db.restart();
      case 4 -> db.gone(Kind.POD, "db/" + one(random, INSTANCES));
      case 5 -> {
        if (random.nextInt(8) == 0) {
          db.gone(Kind.POSTGRES, Cnpg.NAME);
        }
      }
      case 6 -> db.silent(random.nextBoolean());
      default -> db.see(anything(random));
    }
    db.silent(false);
  }

  private static Kubernetes anything(Random random) {
    int instance = 1 + random.nextInt(3);
    return switch (random.nextInt(7)) {
      case 0 -> Cnpg.node(instance, one(random, Tri.values()));
      case 1 -> Cnpg.lease(random.nextInt(3) == 0 ? "" : one(random, INSTANCES));
      case 2 -> Cnpg.quorum(one(random, INSTANCES), one(random, INSTANCES), "pg-4");
      case 3 ->
          Cnpg.podOn(
              "k3s-" + (1 + random.nextInt(3)),
              instance,
              one(random, List.of("primary", "replica", "unhealthy", "")),
              random.nextInt(3) > 0,
              time(random),
              random.nextInt(8) == 0);
      default -> database(random);
    };
  }

  private static Postgres database(Random random) {
    Draft draft = Cnpg.database().sync(one(random, List.of(Sync.NONE, Cnpg.QUORATE)));
    String primary = random.nextInt(20) == 0 ? "" : one(random, INSTANCES);
    draft.primary(primary, time(random));
    draft.target(random.nextInt(3) == 0 ? one(random, targets()) : primary, time(random));
    if (random.nextInt(3) == 0) {
      draft.healthy(one(random, INSTANCES));
    }
    if (random.nextInt(10) == 0) {
      draft.failingSince(time(random));
    }
    switch (random.nextInt(20)) {
      case 0 -> draft.fenced("*");
      case 1 -> draft.hibernated();
      case 2 -> draft.unreconciled();
      case 3 -> draft.deleting();
      case 4 -> draft.instances(1 + random.nextInt(4));
      default -> {}
    }
    return draft.is();
  }

  private static List<String> targets() {
    return List.of("pg-1", "pg-2", "pg-3", Postgres.PENDING, "");
  }

  private static String time(Random random) {
    return random.nextInt(10) == 0
        ? ""
        : Watched.BEGIN.plusMillis(random.nextInt(600_000)).toString();
  }

  @SafeVarargs
  private static <T> T one(Random random, T... some) {
    return some[random.nextInt(some.length)];
  }

  private static <T> T one(Random random, List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private static void check(Watched db) {
    Map<Class<?>, Fact> last = new HashMap<>();
    for (Fact fact : db.log) {
      Fact before = last.put(fact.event().getClass(), fact);
      if (before != null) {
        assertNotEquals(before.event(), fact.event(), "told twice");
      }
      fits(fact);
      if (fact.event() instanceof ClusterChanged cluster) {
        check(cluster);
      }
      if (fact.event() instanceof FailoverChanged next) {
        check(next);
        if (before != null && before.event() instanceof FailoverChanged previous) {
          boolean goesOn = next.number() == previous.number();
          assertTrue(goesOn || next.number() == previous.number() + 1, () -> "skips: " + next);
          assertTrue(!goesOn || next.from().equals(previous.from()), () -> "another: " + next);
          assertTrue(!goesOn || next.kind() == previous.kind(), () -> "changes kind: " + next);
          assertTrue(
              !goesOn || next.stage().compareTo(previous.stage()) != 0 || isOpen(next),
              () -> "twice at its end: " + next);
        }
      }
    }
  }

  private static boolean isOpen(FailoverChanged failover) {
    return FailoverJudge.isOpen(failover);
  }

  private static void check(ClusterChanged told) {
    boolean writable =
        told.health() == DatabaseHealth.HEALTHY || told.health() == DatabaseHealth.DEGRADED;
    assertEquals(writable, told.primary() != null, told::toString);
    assertTrue(told.health() != DatabaseHealth.HEALTHY || told.lost().isEmpty(), told::toString);
  }

  private static void check(FailoverChanged told) {
    switch (told.stage()) {
      case STARTED, REFUSED -> assertEquals(null, told.to());
      case TARGET_CHOSEN -> {
        assertNotNull(told.to());
        assertEquals(null, told.outageMillis());
      }
      case WRITABLE, REDUNDANT -> {
        assertNotNull(told.to());
        assertNotEquals(told.from(), told.to());
        assertFalse(told.outageBasis().isEmpty());
      }
      case ABANDONED -> assertFalse(told.reason().isEmpty());
    }
  }

  /** It can be published, and read again. */
  private static void fits(Fact fact) {
    Envelope envelope =
        new Envelope(
            fact, Envelope.source("lb-1", "db-watcher"), new Sequence(1, 1), Watched.BEGIN);
    Decoded decoded = EventCodec.decode(EventCodec.encode(envelope));
    assertInstanceOf(Decoded.Known.class, decoded, () -> fact.event() + ": " + decoded);
  }
}
