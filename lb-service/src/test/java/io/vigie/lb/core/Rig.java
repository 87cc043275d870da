package io.vigie.lb.core;

import io.vigie.event.CheckChanged.CheckStatus;
import io.vigie.event.ClusterChanged;
import io.vigie.event.ClusterChanged.DatabaseHealth;
import io.vigie.event.CommandAnswered;
import io.vigie.event.CommandRequested;
import io.vigie.event.ConnectFailed;
import io.vigie.event.Event;
import io.vigie.event.Fact;
import io.vigie.event.NodeChanged.NodeStatus;
import io.vigie.event.PoolChanged;
import io.vigie.event.ServerChanged;
import io.vigie.event.SessionsReset;
import io.vigie.event.TrafficSampled;
import io.vigie.lb.core.Input.Because;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A director at a bench: inputs by short names, effects as short texts, time in milliseconds. The
 * n-th node's address is 10.0.0.n, so that a connect to it reads {@code connect 1 s1}.
 */
final class Rig {

  final Director director;
  final List<Fact> facts = new ArrayList<>();
  final List<SessionRecord> logs = new ArrayList<>();
  private final Map<String, String> nodeByAddress = new LinkedHashMap<>();
  private final Map<Long, Integer> attempts = new HashMap<>();
  private long now;
  private int ids;
  private int commands;
  private int words;

  Rig(LbConfig config) {
    director = new Director(config, "lb-1/lb-service", () -> "id-" + ++ids, new Random(1), 0);
    config.pools().values().forEach(pool -> pool.servers().keySet().forEach(this::locate));
    step(new Input.Announce());
    facts.clear();
  }

  /** One frontend {@code web} to one pool {@code web} with these servers. */
  static Rig of(PoolBuilder pool) {
    return new Rig(config(pool));
  }

  static LbConfig config(PoolBuilder pool) {
    return new LbConfig(Map.of("web", frontend("web")), Map.of("web", pool.build()));
  }

  static LbConfig.Frontend frontend(@Nullable String pool) {
    return new LbConfig.Frontend(pool, Map.of(), List.of(), List.of(), List.of(), 10_000, 0, false);
  }

  static PoolBuilder pool(String... servers) {
    return new PoolBuilder(servers);
  }

  static LbConfig.Server server(int weight, boolean backup, int maxConnections, int maxQueue) {
    return new LbConfig.Server(80, weight, backup, maxConnections, maxQueue);
  }

  Rig at(long millis) {
    now = millis * 1_000_000;
    return this;
  }

  long nowMillis() {
    return now / 1_000_000;
  }

  List<String> locate(String node) {
    InetAddress address = address("10.0.0." + (nodeByAddress.size() + 1));
    if (nodeByAddress.containsValue(node)) {
      return List.of();
    }
    nodeByAddress.put(address.getHostAddress(), node);
    return step(new Input.Located(node, address));
  }

  /** A client arrives and says hello at once. */
  List<String> client(long session) {
    return client(session, "192.0.2." + (1 + session % 250));
  }

  List<String> client(long session, String source) {
    List<String> effects = new ArrayList<>(arrive(session, "web", source));
    if (effects.contains("admit " + session)) {
      effects.remove("admit " + session);
      effects.addAll(hello(session, source, null));
    }
    return effects;
  }

  List<String> arrive(long session, String frontend, String source) {
    return arrive(session, frontend, source, "10.9.9.9");
  }

  List<String> arrive(long session, String frontend, String source, String destination) {
    return step(new Input.Arrived(session, frontend, socket(source), socket(destination)));
  }

  List<String> hello(long session, String source, @Nullable String serverName) {
    return step(
        new Input.Ready(session, new Hello(socket(source), socket("10.9.9.9"), serverName)));
  }

  /** A client arrives and gets its server at once. */
  List<String> open(long session) {
    List<String> effects = client(session);
    step(new Input.Connected(session, attempt(session)));
    return effects;
  }

  /** The number of a session's present attempt. */
  int attempt(long session) {
    return attempts.getOrDefault(session, 0);
  }

  List<String> connected(long session) {
    return step(new Input.Connected(session, attempt(session)));
  }

  List<String> refused(long session) {
    return step(new Input.Failed(session, attempt(session), ConnectFailure.REFUSED));
  }

  List<String> timedOut(long session) {
    return step(new Input.Failed(session, attempt(session), ConnectFailure.TIMED_OUT));
  }

  List<String> over(long session, Ended.Cause cause) {
    return step(new Input.Over(session, new Ended(cause, 10, 20)));
  }

  List<String> over(long session) {
    return over(session, Ended.Cause.FINISHED);
  }

  List<String> node(String node, NodeStatus status) {
    return step(new Input.NodeNews(node, status, news("node-" + node, true)));
  }

  List<String> oldNode(String node, NodeStatus status) {
    return step(new Input.NodeNews(node, status, news("node-" + node, false)));
  }

  List<String> check(String node, String check, CheckStatus status) {
    return step(new Input.CheckNews(node, check, status, news("check-" + node, true)));
  }

  List<String> order(CommandRequested.Kind kind, String node) {
    return order(kind, node, null, "command-%06d".formatted(++commands));
  }

  List<String> order(CommandRequested.Kind kind, String node, @Nullable Integer weight, String id) {
    CommandRequested command = new CommandRequested(kind, node, weight, null, false, "ann");
    Because because = new Because(new Fact.Ref(id, id), true, now);
    return step(new Input.Ordered(command, nowMillis(), false, because));
  }

  /** The database {@code db/pg} is well, and its primary there. */
  List<String> primary(String node) {
    return database("db/pg", DatabaseHealth.HEALTHY, node, true);
  }

  List<String> database(String name, DatabaseHealth health, @Nullable String node, boolean fresh) {
    ClusterChanged word =
        new ClusterChanged(name, health, null, node, 3, 3, List.of(), List.of(), "");
    return step(new Input.DatabaseNews(word, news("db-" + ++words, fresh)));
  }

  Because news(String id, boolean fresh) {
    return new Because(new Fact.Ref(id, "root-" + id), fresh, now);
  }

  List<String> tick() {
    return step(new Input.Tick());
  }

  List<String> step(Input input) {
    List<String> texts = new ArrayList<>();
    for (Effect effect : director.step(input, now)) {
      texts.add(text(effect));
    }
    return texts;
  }

  private String text(Effect effect) {
    return switch (effect) {
      case Effect.Admit(long id) -> "admit " + id;
      case Effect.Connect c -> {
        attempts.put(c.session(), c.attempt());
        String node = nodeByAddress.get(c.server().getAddress().getHostAddress());
        yield "connect " + c.session() + " " + node;
      }
      case Effect.End(long id) -> "end " + id;
      case Effect.Redirect(String pool) -> "redirect " + pool;
      case Effect.Cut(String pool, String server) -> "cut " + pool + "/" + server;
      case Effect.Publish(Fact fact) -> text(fact);
      case Effect.PublishAfterEnds(Fact fact) -> "then " + text(fact);
      case Effect.Log(SessionRecord record) -> {
        logs.add(record);
        yield "log " + record.termination().code();
      }
    };
  }

  private String text(Fact fact) {
    facts.add(fact);
    return text(fact.event());
  }

  private static String text(Event event) {
    return switch (event) {
      case ServerChanged e -> e.server() + " " + e.was().wire() + "->" + e.state().wire();
      case PoolChanged e -> "pool " + e.state().wire() + " " + e.usable() + "/" + e.servers();
      case ConnectFailed e -> "failed " + e.server() + " " + e.result() + " x" + e.consecutive();
      case CommandAnswered e -> e.outcome().wire() + ": " + e.message();
      case TrafficSampled e -> "traffic " + e.frontend();
      case SessionsReset e -> e.vip() + " reset " + e.sessions();
      default -> event.toString();
    };
  }

  static InetSocketAddress socket(String address) {
    return new InetSocketAddress(address(address), 4242);
  }

  static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** A pool with sane defaults: round robin, 2 retries, 300 ms to connect, 1 s in the queue. */
  static final class PoolBuilder {
    private final Map<String, LbConfig.Server> servers = new LinkedHashMap<>();
    private @Nullable String check;
    private LbConfig.Balance balance = LbConfig.Balance.ROUNDROBIN;
    private boolean closeOnDown = true;
    private boolean failOpen = true;
    private @Nullable String primaryOf;
    private int retries = 2;
    private Duration slowStart = Duration.ZERO;
    private LbConfig.Ejection ejection =
        new LbConfig.Ejection(0, Duration.ofSeconds(10), Duration.ofSeconds(60));

    private PoolBuilder(String... names) {
      for (String name : names) {
        servers.put(name, server(1, false, 0, 0));
      }
    }

    PoolBuilder with(String name, LbConfig.Server server) {
      servers.put(name, server);
      return this;
    }

    PoolBuilder check(String name) {
      check = name;
      return this;
    }

    PoolBuilder balance(LbConfig.Balance wanted) {
      balance = wanted;
      return this;
    }

    PoolBuilder keepOnDown() {
      closeOnDown = false;
      return this;
    }

    PoolBuilder failOpen(boolean wanted) {
      failOpen = wanted;
      return this;
    }

    PoolBuilder primaryOf(String database) {
      primaryOf = database;
      return this;
    }

    PoolBuilder retries(int wanted) {
      retries = wanted;
      return this;
    }

    PoolBuilder slowStart(Duration wanted) {
      slowStart = wanted;
      return this;
    }

    PoolBuilder ejection(int failures, Duration base, Duration most) {
      ejection = new LbConfig.Ejection(failures, base, most);
      return this;
    }

    LbConfig.Pool build() {
      return new LbConfig.Pool(
          servers,
          check,
          balance,
          closeOnDown,
          failOpen,
          retries,
          slowStart,
          ejection,
          Duration.ofMillis(300),
          Duration.ofSeconds(1),
          LbConfig.Header.NONE,
          primaryOf);
    }
  }
}
