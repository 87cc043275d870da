package io.vigie.lb.net.linux;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vigie.lb.net.Engine;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The native engine: one loop per core, each with a listening socket of its own on every address.
 *
 * <p>A report comes on the loop of its session; a call about that session inside the report is done
 * at once, one from elsewhere crosses over. Thread rule: {@link Engine}'s; made on the context
 * whose futures it completes.
 */
public final class LinuxEngine implements Engine {

  /** All loops together: what the kernel gives an ordinary user, in pipes. */
  private static final int PIPES = 256;

  private final ContextInternal context;
  private final List<LinuxLoop> loops = new ArrayList<>();
  private final Set<String> listeners = new HashSet<>();
  private final Linux linux = new Linux(Arena.ofAuto());

  /**
   * An engine without listeners.
   *
   * @param loops how many threads, 1 to 256
   */
  public LinuxEngine(ContextInternal context, int loops, Reports reports) {
    this.context = context;
    int count = Math.clamp(loops, 1, SessionIds.MOST_LOOPS);
    for (int i = 0; i < count; i++) {
      LinuxLoop loop = new LinuxLoop("vigie-loop-" + i, reports, new SessionIds(i), PIPES / count);
      this.loops.add(loop);
      loop.start();
    }
  }

  /** Whether this system has what it takes: Linux on x86-64 or aarch64, native access allowed. */
  public static boolean isSupported() {
    String cpu = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return System.getProperty("os.name").equals("Linux")
        && Set.of("amd64", "x86_64", "aarch64").contains(cpu)
        && LinuxEngine.class.getModule().isNativeAccessEnabled();
  }

  @Override
  public Future<InetSocketAddress> open(Listener listener) {
    if (!listeners.add(listener.name())) {
      return context.failedFuture(
          new IllegalArgumentException("listener " + listener.name() + " is open already"));
    }
    List<Integer> sockets = new ArrayList<>();
    try {
      sockets.add(Sockets.bound(linux, listener, listener.address(), true));
      InetSocketAddress address = address(listener, sockets.getFirst());
      while (sockets.size() < loops.size()) {
        sockets.add(Sockets.bound(linux, listener, address, false));
      }
      for (int socket : sockets) {
        Sockets.listen(linux, socket, listener, address);
      }
      for (int i = 0; i < loops.size(); i++) {
        LinuxLoop loop = loops.get(i);
        int socket = sockets.get(i);
        loop.execute(() -> loop.open(listener, socket, address));
      }
      return context.succeededFuture(address);
    } catch (IOException e) {
      sockets.forEach(linux::close);
      listeners.remove(listener.name());
      return context.failedFuture(e);
    }
  }

  private InetSocketAddress address(Listener listener, int socket) throws IOException {
    int failed = linux.localAddress(socket, linux.name());
    if (failed < 0) {
      throw new IOException("frontend " + listener.name() + ": " + Errno.words(-failed));
    }
    int port = SocketAddresses.read(linux.name()).getPort();
    return new InetSocketAddress(listener.address().getAddress(), port);
  }

  @Override
  public void change(Listener listener) {
    loops.forEach(loop -> loop.execute(() -> loop.change(listener)));
  }

  @Override
  public Future<Void> close(String listener) {
    listeners.remove(listener);
    return onEach(loop -> loop.close(listener));
  }

  @Override
  public void admit(long session) {
    LinuxLoop loop = loopOf(session);
    loop.execute(() -> loop.admit(session));
  }

  @Override
  public void connect(long session, Dial dial) {
    LinuxLoop loop = loopOf(session);
    loop.execute(() -> loop.connect(session, dial));
  }

  @Override
  public void end(long session, Close how) {
    LinuxLoop loop = loopOf(session);
    loop.execute(() -> loop.end(session, how));
  }

  @Override
  public Future<Void> turned() {
    return onEach(_ -> {});
  }

  @Override
  public Duration busiest() {
    long now = System.nanoTime();
    return Duration.ofNanos(loops.stream().mapToLong(loop -> loop.busyNanos(now)).max().orElse(0));
  }

  @Override
  public void meter(Meter meter) {
    loops.forEach(loop -> loop.execute(() -> loop.meter(meter)));
  }

  @Override
  public Future<Void> shutdown() {
    listeners.clear();
    return onEach(LinuxLoop::stop);
  }

  private LinuxLoop loopOf(long session) {
    return loops.get(SessionIds.loop(session));
  }

  /** Does something on every loop. */
  private Future<Void> onEach(Consumer<LinuxLoop> what) {
    Promise<Void> done = context.promise();
    AtomicInteger left = new AtomicInteger(loops.size());
    for (LinuxLoop loop : loops) {
      loop.execute(
          () -> {
            what.accept(loop);
            loop.later(
                () -> {
                  if (left.decrementAndGet() == 0) {
                    done.complete();
                  }
                });
          });
    }
    return done.future();
  }
}
