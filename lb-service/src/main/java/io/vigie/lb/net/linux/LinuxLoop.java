package io.vigie.lb.net.linux;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.vigie.lb.core.ConnectFailure;
import io.vigie.lb.core.Ended;
import io.vigie.lb.net.Deadlines;
import io.vigie.lb.net.Engine;
import io.vigie.lb.net.Engine.Listener;
import io.vigie.lb.net.Engine.Reports;
import io.vigie.lb.net.Leg;
import io.vigie.lb.net.Loop;
import io.vigie.lb.net.Rules;
import io.vigie.lb.net.Session;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that waits for events, moves bytes and wakes what is due.
 *
 * <p>Others give it work by {@link #execute}; everything else is for its own thread.
 */
final class LinuxLoop implements Loop {

  private static final Logger LOG = LoggerFactory.getLogger(LinuxLoop.class);
  private static final long RESTING = Long.MIN_VALUE;
  private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** So long limits in time may wait while there is always more to be known. */
  private static final long OVERDUE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final int LEAST_BUFFER_BYTES = 16 * 1024;

  private final Thread thread;
  private final Reports reports;
  private final SessionIds ids;
  private final Arena arena = Arena.ofShared();
  private final Linux linux = new Linux(arena);
  private final Poll poll = new Poll(linux, arena);
  private final Pipes pipes;
  private final Deadlines deadlines = new Deadlines();
  private final LongObjectMap<Session> sessions = new LongObjectHashMap<>();
  private final Map<String, Acceptor> acceptors = new HashMap<>();

  /** What is to be done after the present event, and after all of this turn. */
  private final ArrayDeque<Runnable> later = new ArrayDeque<>();

  private final ArrayDeque<Leg> again = new ArrayDeque<>();

  /** From other threads: a few for each session at most, as each answers a report of it. */
  private final Queue<Runnable> given = new ConcurrentLinkedQueue<>();

  private final AtomicBoolean called = new AtomicBoolean();
  private final Bell bell;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(LEAST_BUFFER_BYTES);
  private long bufferAddress = MemorySegment.ofBuffer(buffer).address();
  private long now = System.nanoTime();
  private boolean stopped;
  private long turns;

  /** When the present turn began; {@link #RESTING} while it waits. */
  private final AtomicLong turnBegan = new AtomicLong(RESTING);

  /** Whether this turn began late: what others did meanwhile is not known yet. */
  private boolean stalled;

  /** Whether all that had happened when this turn began is known. */
  private boolean upToDate = true;

  /**
   * When limits in time were looked at last: or a stall of ours would pass for silence of others.
   */
  private long advancedNanos = now;

  /**
   * A loop that does not run yet.
   *
   * @param pipes at most so many pipes to splice through
   */
  LinuxLoop(String name, Reports reports, SessionIds ids, int pipes) {
    this.reports = reports;
    this.ids = ids;
    this.pipes = new Pipes(linux, arena, pipes);
    this.bell = new Bell(linux.eventCounter());
    poll.add(bell, Poll.IN);
    thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Runs something on the loop's thread: now, if this is it. From any thread. */
  void execute(Runnable what) {
    if (Thread.currentThread() == thread) {
      what.run();
      return;
    }
    given.add(what);
    if (!called.getAndSet(true)) {
      bell.sound();
    }
  }

  private void run() {
    try {
      while (!stopped) {
        turn();
      }
      poll.close();
      pipes.close();
      arena.close();
      turnBegan.setRelease(RESTING);
    } catch (RuntimeException | Error e) {
      LOG.error("a loop of the data plane has died; not ready any more", e);
      throw e;
    }
  }

  private void turn() {
    long patience = patienceNanos();
    turnBegan.setRelease(RESTING);
    int count = poll.await(millis(patience));
    long before = now;
    now = System.nanoTime();
    turnBegan.setRelease(now);
    turns++;
    stalled = patience >= 0 && now - before - patience > STALL_NANOS;
    upToDate = count < Poll.MOST_EVENTS;
    for (int i = 0; i < count; i++) {
      poll.handOut(i);
      finishLater();
    }
    for (int i = again.size(); i > 0; i--) {
      again.remove().readyAgain();
      finishLater();
    }
    if (stalled) {
      advancedNanos = now;
    } else if (upToDate || now - advancedNanos > OVERDUE_NANOS) {
      advancedNanos = now;
      deadlines.advance(now);
      finishLater();
    }
  }

  /** Which turn this is. */
  long turns() {
    return turns;
  }

  /** How long it has been at its present turn; 0 while it waits, and once it was stopped. */
  long busyNanos(long nanos) {
    long began = turnBegan.getAcquire();
    return began == RESTING ? 0 : Math.max(0, nanos - began);
  }

  private void finishLater() {
    for (Runnable next = later.poll(); next != null; next = later.poll()) {
      next.run();
    }
  }

  private static int millis(long nanos) {
    return nanos <= 0 ? (int) nanos : (int) TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
  }

  /** 0 if there is something to do; -1 if nothing is to come by itself. */
  private long patienceNanos() {
    if (!again.isEmpty() || stalled || !upToDate) {
      return 0;
    }
    long nanos = deadlines.nanosToNext(now);
    return nanos == Long.MAX_VALUE ? -1 : nanos + 1;
  }

  /** What wakes the loop for what it was given. */
  private final class Bell implements Watched {
    private final int counter;

    Bell(int counter) {
      this.counter = counter;
    }

    void sound() {
      Linux.wake(counter);
    }

    @Override
    public void ready(int events) {
      linux.woken(counter);
      called.set(false);
      for (Runnable next = given.poll(); next != null; next = given.poll()) {
        next.run();
        finishLater();
      }
    }

    @Override
    public int fd() {
      return counter;
    }

    @Override
    public void close() {
      poll.close(this);
    }
  }

  // For the engine, on this thread.

  void open(Listener listener, int fd, InetSocketAddress address) {
    grow(listener.bufferBytes());
    Acceptor acceptor = new Acceptor(this, fd, address, Rules.of(listener));
    acceptors.put(listener.name(), acceptor);
    acceptor.begin();
  }

  void change(Listener listener) {
    Acceptor open = acceptors.get(listener.name());
    if (open != null) {
      grow(listener.bufferBytes());
      open.change(Rules.of(listener));
    }
  }

  void close(String listener) {
    Acceptor open = acceptors.remove(listener);
    if (open != null) {
      open.acceptWaiting();
      open.close();
    }
  }

  void admit(long session) {
    Session found = sessions.get(session);
    if (found != null) {
      found.admit();
    }
  }

  void connect(long session, Engine.Dial dial) {
    Session found = sessions.get(session);
    if (found != null) {
      found.connect(dial);
    }
  }

  void end(long session, Engine.Close how) {
    Session found = sessions.get(session);
    if (found != null) {
      found.end(Ended.Cause.CLOSED_BY_US, how);
    }
  }

  void meter(Engine.Meter meter) {
    List.copyOf(sessions.values()).forEach(session -> session.meter(meter));
  }

  /** Ends everything, and with this turn itself. */
  void stop() {
    acceptors.values().forEach(Acceptor::close);
    acceptors.clear();
    List.copyOf(sessions.values())
        .forEach(session -> session.end(Ended.Cause.CLOSED_BY_US, Engine.Close.RST));
    stopped = true;
  }

  // For acceptors, sessions and legs.

  Linux linux() {
    return linux;
  }

  Poll poll() {
    return poll;
  }

  Pipes pipes() {
    return pipes;
  }

  long bufferAddress() {
    return bufferAddress;
  }

  /** The same, with room for so much. */
  long bufferAddress(int bytes) {
    grow(bytes);
    return bufferAddress;
  }

  void arrived(int fd, Rules rules, InetSocketAddress source, InetSocketAddress destination) {
    Session session = new Session(ids.next(), this, rules, source, destination);
    EpollLeg client = new EpollLeg(this, fd, true, session);
    int failed = poll.add(client, EpollLeg.EVENTS);
    if (failed != 0) { // fs.epoll.max_user_watches
      client.reset();
      LOG.warn("cannot watch a client: {}", Errno.words(failed));
      return;
    }
    sessions.put(session.id(), session);
    session.begin(client);
    finishLater();
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public void arm(Deadlines.Entry entry) {
    deadlines.arm(entry, now);
  }

  @Override
  public void disarm(Deadlines.Entry entry) {
    deadlines.disarm(entry);
  }

  @Override
  public void later(Runnable what) {
    later.add(what);
  }

  @Override
  public void again(Leg leg) {
    again.add(leg);
  }

  @Override
  public Reports reports() {
    return reports;
  }

  @Override
  public ByteBuffer buffer() {
    return buffer.clear();
  }

  @Override
  public @Nullable Leg dial(
      Session session, int attempt, InetSocketAddress address, Listener listener) {
    if (address.isUnresolved()) {
      return failed(session, attempt, ConnectFailure.UNREACHABLE);
    }
    int fd = linux.socket(SocketAddresses.family(address));
    if (fd < 0) {
      return failed(session, attempt, ConnectFailure.LOCAL); // no descriptor left
    }
    EpollLeg leg = new EpollLeg(this, fd, false, session);
    int error = -linux.connect(fd, linux.name(), SocketAddresses.write(address, linux.name()));
    ConnectFailure failure =
        error == Errno.EINPROGRESS ? null : Sockets.failure(Math.max(error, 0));
    if (failure == null && poll.add(leg, EpollLeg.EVENTS) != 0) {
      failure = ConnectFailure.LOCAL;
    }
    if (failure != null) {
      leg.reset();
      return failed(session, attempt, failure);
    }
    return leg;
  }

  private @Nullable Leg failed(Session session, int attempt, ConnectFailure failure) {
    later(() -> session.connectFailedAtOnce(attempt, failure));
    return null;
  }

  @Override
  public void forget(Session session) {
    sessions.remove(session.id());
  }

  private void grow(int bytes) {
    if (bytes > buffer.capacity()) {
      buffer = ByteBuffer.allocateDirect(bytes);
      bufferAddress = MemorySegment.ofBuffer(buffer).address();
    }
  }
}
