package io.vigie.lb.core;

import io.vigie.event.EventIds;
import io.vigie.lb.core.Input.Because;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides who gets which server. A deterministic state machine: the same inputs at the same times
 * with the same chance give the same effects.
 *
 * <p>Time is nanoseconds since any fixed moment, not negative. Each step costs as many steps as a
 * pool has servers at most, but for news and configurations, which may concern every session.
 *
 * <p>Thread rule: one thread at a time.
 */
public final class Director {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Turn turn;
  private final Dispatch dispatch = new Dispatch();
  private final Roster roster = new Roster(dispatch);
  private final Orders orders = new Orders(roster);
  private final Map<String, Frontend> frontends = new LinkedHashMap<>();

  /** Frontends that a reload took out and that have sessions still; another may bring them back. */
  private final Map<String, Frontend> retired = new HashMap<>();

  private final SessionTable sessions = new SessionTable();
  private final Handovers handovers = new Handovers(dispatch, sessions);

  /**
   * A director with every server up and no address known; tell it of those by {@link
   * Input.Located}.
   *
   * @param service who answers commands: {@code lb-1/lb-service}
   */
  public Director(LbConfig config, String service, EventIds ids, RandomGenerator random, long now) {
    turn = new Turn(service, ids, random, now);
    configure(config);
    everySecond(now + SECOND);
  }

  /** Takes one input. */
  public List<Effect> step(Input input, long now) {
    turn.now = Math.max(turn.now, now);
    turn.alarms.ring(turn);
    switch (input) {
      case Input.Arrived in -> arrived(in);
      case Input.Ready in -> ready(in);
      case Input.Connected in -> connected(in);
      case Input.Failed in -> failed(in);
      case Input.Over in -> over(in);
      case Input.Forwarded in -> forwarded(in);
      case Input.Moved in -> moved(in.session(), in.bytesIn(), in.bytesOut());
      case Input.NodeNews in -> nodeNews(in);
      case Input.CheckNews in -> checkNews(in);
      case Input.Located in -> located(in);
      case Input.Doubt in -> turn.impaired = in.impaired();
      case Input.Ordered in -> orders.hear(in, turn);
      case Input.RoleNews in -> handovers.hear(in, turn);
      case Input.DatabaseNews in -> roster.databaseNews(in, turn);
      case Input.RoleNewsLost() -> handovers.forget();
      case Input.ToldBefore in -> roster.toldBefore(in, turn);
      case Input.Announce() -> announce();
      case Input.Reconfigured in -> configure(in.config());
      case Input.Stop() -> stop();
      case Input.Tick() -> {} // what was due rang above
    }
    return turn.done();
  }

  /** When the next tick is needed, on the same clock. */
  public long deadline() {
    return turn.alarms.next();
  }

  /** Whether this host serves a VIP, as far as its vrrp-service has said. */
  public boolean holdsVip() {
    return handovers.holds();
  }

  /** Sessions that are not over. */
  public int sessions() {
    return sessions.size();
  }

  /**
   * The servers of a pool that take new connections now, for those who spread them by themselves;
   * none where nobody serves.
   */
  public List<Target> targets(String pool) {
    Pool known = roster.pool(pool);
    return known == null ? List.of() : known.targets(turn.now);
  }

  /** All there is to see. */
  public LbState state() {
    return LbState.of(frontends.values(), roster.pools(), turn.now);
  }

  private void arrived(Input.Arrived in) {
    Frontend frontend = frontends.get(in.frontend());
    boolean gone = frontend == null;
    if (frontend == null) {
      frontend = new Frontend(in.frontend(), Frontend.CLOSED);
    }
    frontend.accepted++;
    Session session = new Session(in, frontend, turn.now);
    sessions.add(session);
    Rejection no = gone ? Rejection.NO_FRONTEND : handovers.concern(session, turn.now);
    no = no != null ? no : frontend.arrive(session);
    if (no != null) {
      reject(session, no);
    } else {
      turn.emit(new Effect.Admit(session.id));
    }
  }

  private void ready(Input.Ready in) {
    Session session = sessions.get(in.session());
    if (session == null || session.phase != Session.Phase.HELLO) {
      return; // we have ended it meanwhile
    }
    session.hello = in.hello();
    Rejection no = session.frontend.introduce(session, in.hello().source());
    String name = session.frontend.pool(in.hello().serverName());
    Pool pool = name == null ? null : roster.pool(name);
    if (no == null && pool == null) {
      no = Rejection.NO_ROUTE;
    }
    if (no != null || pool == null) {
      reject(session, no == null ? Rejection.NO_ROUTE : no);
      return;
    }
    session.frontend.traffic.attempted();
    dispatch.begin(session, pool, turn);
  }

  private void connected(Input.Connected in) {
    Session session = connecting(in.session(), in.attempt());
    if (session == null || session.server == null) {
      return;
    }
    session.phase = Session.Phase.OPEN;
    session.hello = null;
    session.openedAt = turn.now;
    session.frontend.traffic.opened(session.server);
    roster.connected(session.server);
  }

  /** The session that waits for this answer; null if there is none. */
  private @Nullable Session connecting(long id, int attempt) {
    Session session = sessions.get(id);
    return session != null
            && session.phase == Session.Phase.CONNECTING
            && session.attempts == attempt
        ? session
        : null;
  }

  private void failed(Input.Failed in) {
    Session session = connecting(in.session(), in.attempt());
    if (session == null || session.server == null) {
      return;
    }
    Server server = session.server;
    server.sessions.remove(session);
    session.failedBy(server);
    session.frontend.traffic.connectFailed(server);
    roster.connectFailed(server, in.failure(), session.dialedAt, turn);
    dispatch.retry(session, server.pool, in.failure(), turn);
    dispatch.serveWaiting(server.pool, turn);
  }

  private void over(Input.Over in) {
    Session session = sessions.get(in.session());
    if (session == null) {
      return;
    }
    moved(session.id, in.how().bytesIn(), in.how().bytesOut());
    Termination end =
        session.ending != null ? session.ending : Termination.of(session.phase, in.how().cause());
    Dispatch.leaveLine(session, turn);
    turn.emit(new Effect.Log(session.record(end, sessions.size(), turn.now)));
    sessions.remove(session.id);
    session.frontend.ended.merge(end, 1L, Long::sum);
    session.frontend.leave(session);
    if (session.server != null) {
      session.server.sessions.remove(session);
      if (session.openedAt >= 0) {
        session.frontend.traffic.closed(session.server);
      }
    }
    Pool pool = session.pool;
    if (pool != null) {
      pool.sessions--;
      if (session.openedAt < 0) {
        session.frontend.traffic.failed();
      }
      dispatch.serveWaiting(pool, turn);
    }
  }

  private void moved(long id, long bytesIn, long bytesOut) {
    Session session = sessions.get(id);
    if (session == null || session.server == null) {
      return;
    }
    session.frontend.traffic.moved(
        session.server,
        Math.max(0, bytesIn - session.bytesIn),
        Math.max(0, bytesOut - session.bytesOut));
    session.bytesIn = Math.max(session.bytesIn, bytesIn);
    session.bytesOut = Math.max(session.bytesOut, bytesOut);
  }

  private void forwarded(Input.Forwarded in) {
    Frontend frontend = frontends.get(in.frontend());
    if (frontend != null) {
      Forwarding.book(in, frontend, roster);
    }
  }

  private void reject(Session session, Rejection why) {
    session.rejected = why;
    session.frontend.rejections.merge(why, 1L, Long::sum);
    dispatch.end(session, Termination.REJECTED, turn);
  }

  private void nodeNews(Input.NodeNews in) {
    Node node = roster.heardOf(in.node());
    if (node == null || node.status == in.status()) {
      return;
    }
    node.status = in.status();
    roster.nodeChanged(in.node(), "node " + word(in.status()), in.because(), turn);
  }

  private void checkNews(Input.CheckNews in) {
    Node node = roster.heardOf(in.node());
    if (node == null) {
      return;
    }
    node.check(in.check(), in.status());
    String why = "check " + in.check() + " " + word(in.status());
    roster.nodeChanged(in.node(), why, in.because(), turn);
  }

  private void located(Input.Located in) {
    Node node = roster.heardOf(in.node());
    if (node == null) {
      return;
    }
    node.address = in.address();
    String why = in.address() == null ? "address unknown" : "address known";
    roster.nodeChanged(in.node(), why, new Because(null, false, turn.now), turn);
  }

  private void announce() {
    if (!turn.announced) {
      turn.announced = true;
      roster.announce(turn);
    }
  }

  private void configure(LbConfig config) {
    retired.putAll(frontends);
    frontends.clear();
    config
        .frontends()
        .forEach(
            (name, wanted) -> {
              Frontend known = retired.remove(name);
              Frontend frontend = known != null ? known : new Frontend(name, wanted);
              frontend.configure(wanted);
              frontends.put(name, frontend);
            });
    retired.values().removeIf(frontend -> frontend.sessions == 0);
    roster.configure(config, turn);
    for (Frontend frontend : frontends.values()) {
      if (!frontend.isDirect()) {
        Forwarding.forget(frontend, roster.pools());
      }
    }
  }

  private void stop() {
    for (Session session : sessions.all()) {
      if (session.phase != Session.Phase.ENDING) {
        dispatch.end(session, Termination.killed(session.phase), turn);
      }
    }
  }

  private void everySecond(long at) {
    turn.alarms.set(
        at,
        t -> {
          frontends.values().forEach(frontend -> frontend.traffic.secondOver(t));
          everySecond(at + SECOND);
        });
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
