package io.vigie.lb.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Brings sessions to servers: first attempts, retries, waiting for a place. */
final class Dispatch {

  /** Before the same server is tried again, as HAProxy's turn-around delay. */
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  /** A session that was routed to a pool gets a server, a place in the queue, or its end. */
  void begin(Session session, Pool pool, Turn turn) {
    session.pool = pool;
    pool.sessions++;
    proceed(session, pool, turn);
  }

  /** Its server failed it and was taken from it: it goes on to another, or ends. */
  void retry(Session session, Pool pool, ConnectFailure failure, Turn turn) {
    if (session.attempts > pool.config.retries()) {
      end(
          session,
          switch (failure) {
            case TIMED_OUT -> Termination.SERVER_TIMEOUT;
            case REFUSED, UNREACHABLE -> Termination.SERVER_REFUSED;
            case LOCAL -> Termination.NO_RESOURCE;
          },
          turn);
      return;
    }
    Choice choice = pool.choose(session, turn);
    if (choice != Choice.Nowhere.ALL_FAILED) {
      follow(choice, session, pool, turn);
      return;
    }
    session.forgive();
    if (failure == ConnectFailure.TIMED_OUT) {
      proceed(session, pool, turn); // the timeout was pause enough
      return;
    }
    session.phase = Session.Phase.PAUSED;
    session.due = turn.now + Math.min(PAUSE_NANOS, pool.config.connectTimeout().toNanos());
    pool.paused.add(session, turn);
  }

  /** Gives free places to those that wait for them. */
  void serveWaiting(Pool pool, Turn turn) {
    if (pool.waiting.isEmpty()) {
      return;
    }
    List<Session> refused = new ArrayList<>(0);
    for (Iterator<Session> i = pool.waiting.iterator(); i.hasNext(); ) {
      Session session = i.next();
      Choice choice = pool.choose(session, turn);
      if (choice == Choice.Nowhere.ALL_FAILED) {
        session.forgive();
        choice = pool.choose(session, turn);
      }
      if (choice instanceof Server server) {
        i.remove();
        leaveLine(session, turn);
        connect(session, server, turn);
      } else if (choice == Choice.Nowhere.NONE) {
        refused.add(session);
      } else if (!session.hasFailed()) {
        break; // there is no place for anybody behind it either
      }
    }
    refused.forEach(session -> end(session, Termination.SERVER_REFUSED, turn));
  }

  /** Connects a session's client to another server in place of the attempt under way. */
  void move(Session session, Pool pool, Server from, Turn turn) {
    session.failedBy(from);
    if (session.attempts <= pool.config.retries()
        && pool.choose(session, turn) instanceof Server other) {
      from.sessions.remove(session);
      connect(session, other, turn);
    }
  }

  /** Ends a session, whatever it is doing. */
  void end(Session session, Termination why, Turn turn) {
    leaveLine(session, turn);
    session.phase = Session.Phase.ENDING;
    session.ending = why;
    turn.emit(new Effect.End(session.id));
  }

  void waitedTooLong(Session session, Turn turn) {
    end(session, Termination.QUEUE_TIMEOUT, turn);
  }

  void pauseOver(Session session, Turn turn) {
    Pool pool = session.pool;
    if (pool != null) {
      proceed(session, pool, turn);
    }
  }

  private void proceed(Session session, Pool pool, Turn turn) {
    follow(pool.choose(session, turn), session, pool, turn);
  }

  private void follow(Choice choice, Session session, Pool pool, Turn turn) {
    switch (choice) {
      case Server server -> connect(session, server, turn);
      case Choice.Nowhere.FULL -> await(session, pool, turn);
      case Choice.Nowhere.ALL_FAILED, Choice.Nowhere.NONE ->
          end(session, Termination.SERVER_REFUSED, turn);
    }
  }

  private void connect(Session session, Server server, Turn turn) {
    LbConfig.Pool config = server.pool.config;
    if (session.attempts > 0) {
      session.redispatched |= session.server != server;
      session.frontend.traffic.retried(session.server);
    }
    session.server = server;
    session.attempts++;
    session.dialedAt = turn.now;
    session.phase = Session.Phase.CONNECTING;
    server.sessions.add(session);
    session.frontend.traffic.dialed(server);
    turn.emit(
        new Effect.Connect(
            session.id,
            session.attempts,
            server.address(),
            config.connectTimeout(),
            config.header(),
            session.hello()));
  }

  private void await(Session session, Pool pool, Turn turn) {
    long left = pool.config.queueTimeout().toNanos() - session.waitedNanos;
    session.ahead = pool.waiting.size();
    if (session.ahead >= pool.mostWaiting() || left <= 0) {
      end(session, left <= 0 ? Termination.QUEUE_TIMEOUT : Termination.QUEUE_FULL, turn);
      return;
    }
    session.phase = Session.Phase.WAITING;
    session.waitBegan = turn.now;
    session.due = turn.now + left;
    pool.waiting.add(session, turn);
  }

  /** It waits no longer; what it does next is set right after. */
  static void leaveLine(Session session, Turn turn) {
    Pool pool = session.pool;
    if (pool == null) {
      return;
    }
    if (session.phase == Session.Phase.WAITING) {
      pool.waiting.remove(session);
      session.waitedNanos += turn.now - session.waitBegan;
    } else if (session.phase == Session.Phase.PAUSED) {
      pool.paused.remove(session);
    }
  }
}
