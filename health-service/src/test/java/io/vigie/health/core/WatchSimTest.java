package io.vigie.health.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.CheckChanged;
import io.vigie.event.CheckChanged.CheckStatus;
import io.vigie.event.CheckResult;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.ObserverChanged;
import io.vigie.event.ObserverChanged.ObserverState;
import io.vigie.health.core.Target.NodeCheck;
import io.vigie.health.core.Target.Witness;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Many random lives of one observer, each event checked against what must always hold. A failure
 * prints its seed; {@code -Dsim.seed=N} replays it.
 */
class WatchSimTest {

  private static final int LIVES = 60;
  private static final long MS = 1_000_000;
  private static final long LIFE = 30 * 60_000 * MS;

  @Test
  void whatMustAlwaysHoldHoldsInRandomLives() {
    Long only = Long.getLong("sim.seed");
    long first = only == null ? System.nanoTime() : only;
    for (long seed = first; seed < first + (only == null ? LIVES : 1); seed++) {
      try {
        new Life(seed).run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dsim.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** HAProxy's counter as its own code has it, src/check.c set_server_check_status. */
  private static final class Reference {
    private final Rule rule;
    private int health;
    private int failuresInRow;
    private boolean everPassed;

    /** Whether it ever fell by fewer failures in a row than it takes. */
    private boolean fellTooSoon;

    Reference(Rule rule) {
      this.rule = rule;
      this.health = rule.startsUp() ? rule.rise() : 0;
    }

    void took(boolean passed) {
      if (passed) {
        failuresInRow = 0;
        everPassed = true;
        if (health < rule.rise() + rule.fall() - 1) {
          health++;
          if (health >= rule.rise()) {
            health = rule.rise() + rule.fall() - 1;
          }
        }
      } else {
        failuresInRow++;
        if (health > rule.rise()) {
          health--;
        } else {
          fellTooSoon |= up() && everPassed && failuresInRow < rule.fall();
          health = 0;
        }
      }
    }

    boolean up() {
      return health >= rule.rise();
    }
  }

  private enum Mood {
    ANSWERS,
    REFUSES,
    SILENT,
    ERRATIC
  }

  private static final List<Mood> MOODS = List.of(Mood.values());

  private record Ending(long at, long started, Target target, Outcome outcome) {}

  private static <K, V> V of(Map<K, V> map, K key) {
    V value = map.get(key);
    if (value == null) {
      throw new AssertionError("nothing of " + key);
    }
    return value;
  }

  /** One life: a plan, moods that change, and everything that was said. */
  private static final class Life {
    private final SplittableRandom random;
    private final Map<Target, Rule> rules = new LinkedHashMap<>();
    private final Map<Target, Reference> references = new HashMap<>();
    private final Map<Target, Mood> moods = new HashMap<>();
    private final Map<Target, Long> endedNanos = new HashMap<>();
    private final Set<Target> underWay = new HashSet<>();
    private final PriorityQueue<Ending> endings =
        new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
    private final Map<String, String> rootOf = new HashMap<>();
    private final Map<String, CheckChanged> lastCheck = new HashMap<>();
    private final Map<String, NodeChanged> lastNode = new HashMap<>();
    private final Map<String, Long> fellNanos = new HashMap<>();
    private final Damping damping;
    private final Watch watch;
    private boolean impaired;
    private boolean unwell;
    private int ids;
    private int troubles;
    private long now;

    Life(long seed) {
      random = new SplittableRandom(seed);
      Set<String> outside = new HashSet<>();
      int nodes = 1 + random.nextInt(4);
      for (int i = 0; i < nodes; i++) {
        for (int check = random.nextInt(2); check >= 0; check--) {
          rules.put(new NodeCheck("n" + i, "c" + check), rule());
        }
        if (random.nextInt(3) > 0) {
          outside.add("n" + i);
        }
      }
      if (random.nextBoolean()) {
        rules.put(new Witness("gateway"), rule());
      }
      rules.forEach((target, rule) -> references.put(target, new Reference(rule)));
      damping = new Damping(random.nextInt(4) > 0, 1000, 60_000 * MS, 2000, 750, 120_000 * MS);
      Plan plan = new Plan("lb-1", rules, outside, Map.of("web", "c0"), damping);
      watch = new Watch(plan, () -> "id-" + ++ids, random.split(), now);
    }

    private Rule rule() {
      long interval = (500 + random.nextInt(3_000)) * MS;
      return new Rule(
          interval,
          Math.min(200 * MS, interval),
          (500 + random.nextInt(3_000)) * MS,
          random.nextInt(30),
          (100 + random.nextInt(900)) * MS,
          1 + random.nextInt(4),
          1 + random.nextInt(4),
          random.nextBoolean());
    }

    void run() {
      take(new Input.Tick());
      long moodAt = 0;
      while (now < LIFE) {
        long tick = watch.nextNanos(now);
        assertTrue(tick - now <= 1_000 * MS, "a tick at least every second");
        Ending ending = endings.peek();
        now = Math.max(now, ending == null ? tick : Math.min(tick, ending.at));
        if (now >= moodAt) {
          moodAt = now + random.nextLong(60_000 * MS);
          changeMoods();
        }
        if (ending != null && ending.at <= now) {
          endings.remove();
          ends(ending);
        } else {
          take(new Input.Tick());
        }
      }
    }

    private void changeMoods() {
      for (Target target : rules.keySet()) {
        if (random.nextInt(3) == 0) {
          moods.put(target, MOODS.get(random.nextInt(MOODS.size())));
        }
      }
      switch (random.nextInt(8)) {
        case 0 -> { // the uplink
          rules.keySet().forEach(target -> moods.put(target, Mood.SILENT));
        }
        case 1, 2 -> rules.keySet().forEach(target -> moods.put(target, Mood.ANSWERS));
        case 3 -> {
          unwell = !unwell;
          take(unwell ? new Input.Unwell("stood still") : new Input.Well());
        }
        case 4 -> {
          String id = "trouble-" + ++troubles;
          rootOf.put(id, "root-" + id);
          take(new Input.ConnectFailed("n0", "web", new Fact.Ref(id, "root-" + id)));
        }
        default -> {}
      }
    }

    private void ends(Ending ending) {
      underWay.remove(ending.target);
      endedNanos.put(ending.target, now);
      boolean ours = ending.outcome.result() == CheckResult.SOCKERR;
      Reference reference = of(references, ending.target);
      if (!ours) {
        reference.took(ending.outcome.result().passed());
      }
      take(new Input.Probed(ending.target, ending.started, ending.outcome));
      toldIsTrue(ending.target, ending.outcome);
    }

    private void take(Input input) {
      for (Effect effect : watch.on(input, now)) {
        switch (effect) {
          case Effect.Publish(Fact fact) -> said(fact);
          case Effect.Probe(Target target) -> begins(target);
        }
      }
      Picture picture = watch.picture(now);
      references.forEach(
          (target, reference) ->
              assertEquals(reference.health, of(picture.targets(), name(target)).health()));
      assertEquals(impaired, watch.impaired());
      lastNode.forEach((node, _) -> flappingEnds(node, picture));
    }

    private void begins(Target target) {
      assertTrue(underWay.add(target), "two probes at once of " + target);
      Rule rule = of(rules, target);
      long longest = Math.max(rule.intervalNanos(), rule.downNanos());
      long since = now - endedNanos.getOrDefault(target, 0L);
      assertTrue(since <= longest * 13 / 10 + MS, "%s was left alone".formatted(target));
      Mood mood = moods.getOrDefault(target, Mood.ANSWERS);
      Mood shown = mood == Mood.ERRATIC ? MOODS.get(random.nextInt(3)) : mood;
      long took = random.nextLong(rule.timeoutNanos());
      Outcome outcome =
          switch (shown) {
            case ANSWERS, ERRATIC -> new Outcome(CheckResult.L4OK, "connected", true, took);
            case REFUSES -> new Outcome(CheckResult.L4CON, "refused", true, took);
            case SILENT -> new Outcome(CheckResult.L4TOUT, "no answer", false, rule.timeoutNanos());
          };
      if (random.nextInt(500) == 0) {
        outcome = new Outcome(CheckResult.SOCKERR, "Too many open files", false, 0);
      }
      endings.add(new Ending(now + outcome.tookNanos(), now, target, outcome));
    }

    private void said(Fact fact) {
      String cause = fact.causationId();
      String root = cause == null ? fact.id() : rootOf.get(cause);
      assertNotNull(root, "a cause nobody told of: " + fact);
      assertEquals(root, fact.correlationId());
      assertEquals(null, rootOf.put(fact.id(), root), "an id used twice");
      fact.because().forEach(id -> assertTrue(rootOf.containsKey(id)));
      switch (fact.event()) {
        case ObserverChanged doubt -> {
          assertFalse(impaired == (doubt.state() == ObserverState.IMPAIRED), "no news: " + doubt);
          impaired = !impaired;
          assertFalse(unwell && !impaired, "clear while unwell");
        }
        case CheckChanged check -> said(check);
        case NodeChanged node -> said(node);
        default -> throw new AssertionError("unexpected " + fact.event());
      }
    }

    private void said(CheckChanged check) {
      Reference reference = of(references, new NodeCheck(check.node(), check.check()));
      boolean down = check.status() == CheckStatus.DOWN;
      assertEquals(reference.up(), !down, check.toString());
      assertEquals(reference.health, check.health());
      assertEquals(impaired && down, check.impaired());
      CheckChanged before = lastCheck.put(check.subject(), check);
      assertFalse(reference.fellTooSoon, check.toString());
      assertFalse(
          before != null
              && before.status() == check.status()
              && before.impaired() == check.impaired(),
          "told twice: " + check);
    }

    private void said(NodeChanged node) {
      boolean down = node.status() == NodeStatus.DOWN;
      assertEquals(down, node.passing().isEmpty());
      assertEquals(impaired && !node.failing().isEmpty(), node.impaired());
      NodeChanged before = lastNode.put(node.node(), node);
      boolean wasDown = before != null && before.status() == NodeStatus.DOWN;
      if (down && !node.impaired() && !(wasDown && !before.impaired())) {
        fellNanos.put(node.node(), now);
      }
      if (node.status() == NodeStatus.FLAPPING) {
        assertTrue(damping.enabled());
        assertTrue(node.suppressedMillis() <= damping.mostNanos() / MS, node.toString());
      }
    }

    /** What was heard of a target is told at once, unless only silence speaks. */
    private void toldIsTrue(Target target, Outcome outcome) {
      if (target instanceof NodeCheck check && outcome.answered()) {
        CheckChanged told = of(lastCheck, check.node() + "/" + check.check());
        Reference reference = of(references, target);
        boolean comingBack = outcome.result().passed() && !reference.up();
        if (!comingBack) {
          assertEquals(reference.up(), told.status() == CheckStatus.UP, told.toString());
        }
      }
    }

    private void flappingEnds(String node, Picture picture) {
      NodeChanged told = of(lastNode, node);
      if (told.status() == NodeStatus.FLAPPING) {
        long out = now - of(fellNanos, node);
        assertTrue(out <= damping.mostNanos() + MS, "flapping for %d ms".formatted(out / MS));
        assertTrue(of(picture.nodes(), node).penalty() >= 750, "below reuse: " + told);
      }
    }

    private static String name(Target target) {
      return switch (target) {
        case NodeCheck(String node, String check) -> node + "/" + check;
        case Witness(String name) -> "witness " + name;
        case Target.Frontend frontend -> "frontend " + frontend.name();
      };
    }
  }
}
