package io.vigie.lb.core;

import static io.vigie.lb.core.RandomConfig.NODES;
import static io.vigie.lb.core.RandomConfig.any;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigie.event.CheckChanged.CheckStatus;
import io.vigie.event.ClusterChanged;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.CommandRequested;
import io.vigie.event.CommandRequested.Kind;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.RoleChanged;
import io.vigie.event.RoleChanged.Role;
import io.vigie.event.RoleChanged.RoleReason;
import io.vigie.lb.core.Input.Because;
import io.vigie.lb.core.SimEngine.Answer;
import io.vigie.lb.core.SimEngine.Client;
import io.vigie.lb.core.SimEngine.Phase;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A day in the life: clients, servers that come and go, news, operators and reloads at random.
 * After every step the books of director and engine must agree; at the end every session is over.
 *
 * <p>{@code -Dsim.seed=N} runs one seed.
 */
class DirectorSimTest {

  private static final long MILLI = 1_000_000;
  private static final List<String> VIPS = List.of("10.9.9.1", "10.9.9.2");
  private static final List<Kind> KINDS =
      List.of(Kind.DRAIN, Kind.UNDRAIN, Kind.MAINTENANCE, Kind.READY, Kind.WEIGHT);

  private final SimEngine engine = new SimEngine();
  private final Books books = new Books(engine);
  private final Set<String> ids = new HashSet<>();
  private SplittableRandom random = new SplittableRandom();
  private LbConfig config = RandomConfig.config(new SplittableRandom(0));
  private Director director = newDirector();
  private long now;
  private long sessions;
  private @Nullable String primary;
  private boolean wellKnown;
  private int nextId;

  static LongStream seeds() {
    Long one = Long.getLong("sim.seed");
    return one == null ? LongStream.rangeClosed(1, 150) : LongStream.of(one);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theBooksAgree(long seed) {
    random = new SplittableRandom(seed);
    config = RandomConfig.config(random);
    director = newDirector();
    try {
      for (int i = 1; i <= NODES.size(); i++) {
        step(new Input.Located(NODES.get(i - 1), Rig.address("10.0.0." + i)));
      }
      step(new Input.Announce());
      for (int i = 0; i < 1500; i++) {
        pass(random.nextLong(8 * MILLI));
        somethingHappens();
      }
      settle();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + " at " + now / MILLI + " ms: " + e.getMessage(), e);
    }
  }

  private Director newDirector() {
    return new Director(config, "lb-1/lb-service", this::id, random.split(), now);
  }

  private String id() {
    String id = "id-%08d".formatted(++nextId);
    assertTrue(ids.add(id));
    return id;
  }

  private void somethingHappens() {
    String node = any(random, NODES);
    switch (random.nextInt(28)) {
      case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 -> arrive();
      case 10, 11, 12 -> aClientLeaves();
      case 13 -> engine.answers.put(address(node), any(random, List.of(Answer.values())));
      case 14 -> engine.answers.put(address(node), Answer.ACCEPTS);
      case 15 ->
          step(new Input.NodeNews(node, any(random, List.of(NodeStatus.values())), because()));
      case 16 -> step(new Input.NodeNews(node, NodeStatus.UP, because()));
      case 17 -> step(new Input.CheckNews(node, "c", CheckStatus.DOWN, because()));
      case 18 -> step(new Input.CheckNews(node, "c", CheckStatus.UP, because()));
      case 19 -> order(node);
      case 20 -> step(new Input.Doubt(random.nextInt(4) == 0));
      case 21 -> {
        config = RandomConfig.config(random);
        step(new Input.Reconfigured(config));
        books.reconfigured(config);
      }
      case 22 -> {
        step(new Input.Located(node, null));
        step(new Input.Located(node, Rig.address(address(node).replace(":80", ""))));
      }
      case 23 -> step(roleNews(any(random, VIPS), any(random, List.of(Role.values()))));
      case 24 -> step(new Input.RoleNewsLost());
      case 25, 26 -> aDatabaseChanges();
      default -> open().forEach(c -> step(new Input.Moved(c.id, c.id, c.connects)));
    }
  }

  private void arrive() {
    Client c = new Client(++sessions);
    engine.clients.put(c.id, c);
    InetSocketAddress source = Rig.socket("192.0.2." + (1 + random.nextInt(5)));
    step(new Input.Arrived(c.id, "web", source, Rig.socket(any(random, VIPS))));
    if (c.phase == Phase.ADMITTED) {
      c.phase = Phase.READY;
      c.readyAt = now;
      step(new Input.Ready(c.id, new Hello(source, source, null)));
    }
    drop();
  }

  private void aClientLeaves() {
    List<Client> all = List.copyOf(engine.clients.values());
    if (!all.isEmpty()) {
      Client c = any(random, all);
      over(c, random.nextBoolean() ? Ended.Cause.CLIENT_ABORTED : Ended.Cause.FINISHED);
    }
  }

  private void order(String node) {
    Kind kind = any(random, KINDS);
    Integer weight = kind == Kind.WEIGHT ? random.nextInt(4) : null;
    CommandRequested command = new CommandRequested(kind, node, weight, null, false, "ann");
    step(new Input.Ordered(command, now / MILLI, false, because()));
    if (random.nextBoolean()) { // and soon again
      step(
          new Input.Ordered(
              new CommandRequested(Kind.READY, node, null, null, false, "ann"),
              now / MILLI,
              false,
              because()));
    }
  }

  /** A fresh word of a primary somewhere leaves nobody anywhere else. */
  private void aDatabaseChanges() {
    DatabaseHealth health = any(random, List.of(DatabaseHealth.values()));
    String node = random.nextInt(4) == 0 ? null : "n" + (1 + random.nextInt(5)); // n5 is no node
    Because because = because();
    step(databaseNews(random.nextBoolean() ? DatabaseHealth.HEALTHY : health, node, because));
    if (followsPrimary() && because.fresh() && node != null && wellKnown) {
      for (Client c : engine.clients.values()) {
        boolean there = c.address == null || c.address.equals(address(node));
        assertTrue(there || c.phase == Phase.ENDED_BY_US, c.phase + " at " + c.address);
      }
    }
  }

  private Input databaseNews(DatabaseHealth health, @Nullable String node, Because because) {
    wellKnown = health == DatabaseHealth.HEALTHY || health == DatabaseHealth.DEGRADED;
    primary = wellKnown ? node : null;
    return new Input.DatabaseNews(
        new ClusterChanged("db/pg", health, null, node, 3, 3, List.of(), List.of(), ""), because);
  }

  private Input roleNews(String vip, Role role) {
    RoleChanged news =
        new RoleChanged(
            vip, 51, role, Role.ACTIVE, RoleReason.HANDOVER, "", 100, null, List.of(vip));
    return new Input.RoleNews(news, new Fact.Ref(id(), "root"), random.nextInt(4) > 0);
  }

  private Because because() {
    return new Because(new Fact.Ref(id(), "root"), random.nextInt(4) > 0, now);
  }

  /** Lets time go by: attempts are decided, alarms ring, up to 20 ms late. */
  private void pass(long nanos) {
    long until = now + nanos;
    while (true) {
      Client first = nextDecided();
      long decided = first == null ? Long.MAX_VALUE : first.decidedAt;
      long alarm = director.deadline();
      long next = Math.min(decided, alarm);
      if (next > until) {
        break;
      }
      now = Math.max(now, next);
      if (first != null && decided <= alarm) {
        decide(first);
      } else {
        now = Math.max(now, Math.min(until, next + random.nextLong(20 * MILLI)));
        step(new Input.Tick());
      }
      drop();
    }
    now = until;
    step(new Input.Tick()); // what is due is due before anything else happens
    drop();
  }

  private @Nullable Client nextDecided() {
    Client first = null;
    for (Client c : engine.clients.values()) {
      if (c.phase == Phase.CONNECTING && (first == null || c.decidedAt < first.decidedAt)) {
        first = c;
      }
    }
    return first;
  }

  private void decide(Client c) {
    if (c.failure == null) {
      c.phase = Phase.OPEN;
      c.readyAt = -1; // it waits for nothing any more
      step(new Input.Connected(c.id, c.connects));
    } else {
      c.phase = Phase.READY;
      c.address = null;
      step(new Input.Failed(c.id, c.connects, c.failure));
    }
  }

  /** What the director ended is over, sooner or later. */
  private void drop() {
    while (!engine.toEnd.isEmpty()) {
      Client c = engine.toEnd.removeFirst();
      if (engine.clients.containsKey(c.id)) {
        over(c, Ended.Cause.CLOSED_BY_US);
      }
    }
  }

  private void over(Client c, Ended.Cause cause) {
    engine.clients.remove(c.id);
    step(new Input.Over(c.id, new Ended(cause, c.id, c.id)));
  }

  private void step(Input input) {
    List<Effect> effects = director.step(input, now);
    engine.run(effects, now);
    books.wrote(effects);
    books.check(director, effects, now);
    checkPrimary(effects);
  }

  /** Where a pool follows a primary, nobody is sent anywhere else. */
  private void checkPrimary(List<Effect> effects) {
    if (followsPrimary()) {
      for (Effect effect : effects) {
        if (effect instanceof Effect.Connect connect) {
          assertEquals(address(String.valueOf(primary)), HostPort.text(connect.server()));
        }
      }
    }
  }

  private boolean followsPrimary() {
    return config.pools().values().stream().anyMatch(pool -> pool.primaryOf() != null);
  }

  /** Everything gets well, clients leave: nothing remains. */
  private void settle() {
    engine.answers.clear();
    for (String node : NODES) {
      step(new Input.NodeNews(node, NodeStatus.UP, because()));
      step(new Input.CheckNews(node, "c", CheckStatus.UP, because()));
    }
    step(databaseNews(DatabaseHealth.HEALTHY, any(random, NODES), because()));
    pass(Duration.ofSeconds(70).toNanos()); // longer than any ejection
    engine.clients.values().forEach(c -> assertEquals(Phase.OPEN, c.phase, "session " + c.id));
    if (random.nextBoolean()) {
      step(new Input.Stop());
      drop();
    } else {
      List.copyOf(engine.clients.values()).forEach(c -> over(c, Ended.Cause.FINISHED));
    }
    assertEquals(0, director.sessions());
    assertEquals(sessions, engine.logged);
    LbState end = director.state();
    end.frontends().forEach(f -> assertEquals(0, f.sessions()));
    for (LbState.PoolView pool : end.pools()) {
      assertEquals(0, pool.sessions() + pool.waiting());
      pool.servers().forEach(s -> assertEquals(0, s.sessions()));
    }
  }

  private List<Client> open() {
    return engine.clients.values().stream().filter(c -> c.phase == Phase.OPEN).toList();
  }

  private static String address(String node) {
    return "10.0.0." + node.charAt(1) + ":80";
  }
}
