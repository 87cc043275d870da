package io.vigie.lab.bench.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread's clients. Each order runs to its end, within a bound; what the sockets do between
 * orders is seen in the next.
 *
 * <p>Thread rule: one thread at a time.
 */
final class ClientLoop {

  private static final int CHUNK_BYTES = 256 * 1024;
  private static final int OPENING_AT_A_TIME = 64;
  private static final long OPEN_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long LAST_ANSWER_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long AFTER_ERROR_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  /** How closely a paced request is sent when it is due. */
  private static final long GRAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private static final int MOST_WAIT_MILLIS = 100;
  private static final int ERRORS_SHOWN = 20;

  private enum Phase {
    OPENING,
    RUNNING
  }

  private record Later(long atNanos, Client client) {}

  private final Selector selector = Selector.open();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
  private final ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_BYTES);
  private final List<Client> clients = new ArrayList<>();
  private final PriorityQueue<Later> later =
      new PriorityQueue<>(Comparator.comparingLong(Later::atNanos)); // all of one run: no overflow
  private final Deque<Client> waiting = new ArrayDeque<>();
  private Tally tally = new Tally();
  private Phase phase = Phase.OPENING;
  private Pace pace = Pace.NONE;
  private long endNanos;

  /** Clients that have something to do still. */
  private int active;

  private int errorsShown;

  ClientLoop(int part, int parts, List<InetSocketAddress> targets, List<Kind> kinds)
      throws IOException {
    int number = part;
    for (Kind kind : kinds) {
      ByteBuffer request = kind.request();
      for (int i = 0; i < kind.share(part, parts); i++) {
        clients.add(new Client(kind, targets.get(number % targets.size()), request));
        number += parts;
      }
    }
  }

  /** Makes the connections that are kept, some at a time, each with one exchange. */
  Tally open() throws IOException {
    phase = Phase.OPENING;
    clients.stream().filter(client -> client.kind.exchanges() != 1).forEach(waiting::add);
    long limit = System.nanoTime() + OPEN_NANOS;
    while (active + waiting.size() > 0 && System.nanoTime() - limit < 0) {
      while (active < OPENING_AT_A_TIME && !waiting.isEmpty()) {
        active++;
        connect(waiting.remove());
      }
      if (active > 0) {
        selector.select(this::serve, MOST_WAIT_MILLIS);
      }
    }
    return taken();
  }

  /** Has every client work until {@code end}, and lets it finish what it is at. */
  Tally run(long start, long end, double perSecond) throws IOException {
    phase = Phase.RUNNING;
    endNanos = end;
    pace = perSecond > 0 ? new Pace(start, perSecond) : Pace.NONE;
    active = clients.size();
    for (Client client : clients) {
      client.over = false;
      if (!client.isConnected()) {
        connect(client);
      } else {
        next(client, start);
      }
    }
    long limit = end + LAST_ANSWER_NANOS;
    while (active > 0 && System.nanoTime() - limit < 0) {
      turn();
    }
    tally.errors += pace.unsent(end);
    return taken();
  }

  private void turn() throws IOException {
    long now = System.nanoTime();
    long wait = until(later.isEmpty() ? endNanos : later.peek().atNanos(), now);
    if (pace.isOn()) {
      wait = Math.min(wait, until(pace.dueNanos(), now));
    }
    if (wait >= MILLI) {
      selector.select(this::serve, Math.min(wait / MILLI, MOST_WAIT_MILLIS));
    } else {
      if (selector.selectNow(this::serve) == 0 && wait > 0) {
        LockSupport.parkNanos(Math.min(wait, GRAIN_NANOS));
      }
    }
    now = System.nanoTime();
    for (Later due = later.peek(); due != null && due.atNanos() <= now; due = later.peek()) {
      later.remove();
      resume(due.client(), now);
    }
    if (pace.isOn()) {
      sendDue(now);
    }
  }

  /**
   * How long until then; what is past need not be waited for by the grain, but by a millisecond.
   */
  private static long until(long at, long now) {
    long left = at - now;
    return left <= 0 ? MILLI : left;
  }

  private void sendDue(long now) {
    while (!waiting.isEmpty() && pace.dueNanos() <= now && pace.dueNanos() < endNanos) {
      Client client = waiting.remove();
      client.dueNanos = pace.dueNanos();
      pace.advance();
      begin(client);
    }
    while (!waiting.isEmpty() && pace.dueNanos() >= endNanos) {
      finish(waiting.remove());
    }
  }

  private void serve(SelectionKey key) {
    Client client = (Client) key.attachment();
    try {
      if (key.isConnectable()) {
        if (client.finishConnect()) {
          connected(client);
        }
        return;
      }
      if (key.isWritable()) {
        client.write(zeros);
      }
      if (key.isReadable() && client.read(buffer)) {
        answered(client);
      }
    } catch (IOException e) {
      failed(client, e);
    }
  }

  private void connect(Client client) {
    try {
      if (client.connect(selector)) {
        connected(client);
      }
    } catch (IOException e) {
      failed(client, e);
    }
  }

  private void connected(Client client) {
    tally.connects++;
    if (phase == Phase.RUNNING) {
      next(client, System.nanoTime());
    } else {
      begin(client);
    }
  }

  private void begin(Client client) {
    try {
      client.begin(zeros);
    } catch (IOException e) {
      failed(client, e);
    }
  }

  private void answered(Client client) {
    if (phase == Phase.OPENING) {
      active--;
      return;
    }
    long now = System.nanoTime();
    tally.exchanges++;
    if (pace.isOn()) {
      tally.delays.recordValue(Math.max(0, now - client.dueNanos));
    }
    if (client.kind.exchanges() > 0 && client.exchanges >= client.kind.exchanges()) {
      client.close();
    }
    if (client.kind.thinkMillis() > 0 && now < endNanos) {
      later.add(new Later(now + client.kind.thinkMillis() * MILLI, client));
    } else {
      resume(client, now);
    }
  }

  private void resume(Client client, long now) {
    if (client.isConnected()) {
      next(client, now);
    } else if (now < endNanos) {
      connect(client);
    } else {
      finish(client);
    }
  }

  /** A client that is connected and has nothing to do. */
  private void next(Client client, long now) {
    if (pace.isOn()) {
      waiting.add(client);
    } else if (now < endNanos) {
      begin(client);
    } else {
      finish(client);
    }
  }

  private void finish(Client client) {
    client.over = true;
    active--;
    if (client.kind.exchanges() > 0) {
      client.close();
    }
  }

  private void failed(Client client, IOException why) {
    client.close();
    if (phase == Phase.RUNNING && client.over) {
      return; // it has done its work
    }
    tally.errors++;
    if (errorsShown++ < ERRORS_SHOWN) {
      System.err.println(phase + ": " + why);
    }
    if (phase == Phase.OPENING) {
      active--;
    } else {
      waiting.remove(client); // if it was not at work
      later.removeIf(pause -> pause.client() == client);
      later.add(new Later(System.nanoTime() + AFTER_ERROR_NANOS, client));
    }
  }

  /** Closes all connections. */
  Tally close() throws IOException {
    phase = Phase.RUNNING;
    clients.forEach(Client::close);
    selector.selectNow(); // they are closed for good when the selector has forgotten them
    selector.close();
    return taken();
  }

  /** What it came to; who is not done by now has failed. */
  private Tally taken() {
    tally.errors += active + (phase == Phase.OPENING ? waiting.size() : 0);
    clients.stream().filter(Client::isBusy).forEach(Client::close);
    active = 0;
    later.clear();
    waiting.clear();
    Tally done = tally;
    tally = new Tally();
    return done;
  }
}
