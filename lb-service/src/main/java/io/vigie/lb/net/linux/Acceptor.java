package io.vigie.lb.net.linux;

import io.vigie.lb.net.AcceptLog;
import io.vigie.lb.net.Deadlines;
import io.vigie.lb.net.Rules;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One loop's listening socket on an address; the kernel shares the connections out.
 *
 * <p>When the system refuses to hand out a connection, most likely for want of descriptors, it
 * rests a moment: the connection stays in the backlog. Thread rule: its loop's thread only.
 */
final class Acceptor extends Deadlines.Entry implements Watched, Ring.Party {

  private static final int ACCEPTS_PER_TURN = 64;
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final LinuxLoop loop;
  private final @Nullable Ring ring;
  private final AcceptLog log = new AcceptLog();

  /** Where all its clients arrive; any, if each may have come to another address of this host. */
  private final InetSocketAddress address;

  private Rules rules;
  private int fd;
  private long restsUntil;

  /** In the ring's table; 0 before it is there. */
  private int number;

  /** Whether the ring accepts. */
  private boolean accepting;

  private boolean closed;

  Acceptor(LinuxLoop loop, int fd, InetSocketAddress address, Rules rules) {
    this.loop = loop;
    this.ring = loop.ring();
    this.fd = fd;
    this.address = address;
    this.rules = rules;
  }

  /** Accepts from now on. */
  void begin() {
    if (ring == null) {
      loop.poll().add(this, Poll.IN);
    } else {
      number = ring.enter(this);
      accept(ring);
    }
  }

  private void accept(Ring by) {
    accepting = true;
    by.accept(number, fd);
  }

  void change(Rules next) {
    rules = next;
    Sockets.tune(loop.linux(), fd, next.listener());
  }

  /** Takes those whose handshake is done already: to them the service said yes. */
  void acceptWaiting() {
    accept(Sockets.BACKLOG);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    loop.disarm(this);
    if (ring == null) {
      loop.poll().close(this);
      return;
    }
    if (accepting) {
      ring.cancelAll(fd);
    } else {
      ring.leave(number);
    }
    ring.close(fd);
  }

  @Override
  public void completed(Ring.Request request, int result, boolean more, int buffer) {
    accepting = more;
    if (result >= 0) {
      accepted(result);
    } else if (!closed && Errno.isShortage(-result)) {
      rest(-result);
      return;
    }
    if (!more && ring != null) {
      if (closed) {
        ring.leave(number);
      } else {
        accept(ring);
      }
    }
  }

  /** The ring does not say who it is. */
  private void accepted(int client) {
    Linux linux = loop.linux();
    if (loop.isStopped() || linux.peerAddress(client, linux.name()) < 0) {
      linux.close(client); // or it has gone already
      return;
    }
    welcome(client);
  }

  /** A client whose address was just written. */
  private void welcome(int client) {
    log.works(rules.listener().name());
    InetSocketAddress source = SocketAddresses.read(loop.linux().name());
    loop.arrived(client, rules, source, destination(client));
  }

  @Override
  public void ready(int events) {
    accept(ACCEPTS_PER_TURN);
  }

  private void accept(int most) {
    Linux linux = loop.linux();
    for (int i = 0; i < most; i++) {
      int client = linux.accept(fd, linux.name());
      if (client == -Errno.EAGAIN) {
        return;
      }
      if (client >= 0) {
        welcome(client);
      } else if (Errno.isShortage(-client)) {
        rest(-client);
        return;
      } // any other error is of that connection alone: accept(2)
    }
  }

  private InetSocketAddress destination(int client) {
    if (!address.getAddress().isAnyLocalAddress()) {
      return address;
    }
    Linux linux = loop.linux();
    return linux.localAddress(client, linux.name()) < 0
        ? address
        : SocketAddresses.read(linux.name());
  }

  private void rest(int errno) {
    String listener = rules.listener().name();
    log.failed(listener, Errno.words(errno));
    IOException failure = new IOException(Errno.words(errno));
    loop.later(() -> loop.reports().acceptFailed(listener, failure));
    if (ring == null) {
      loop.poll().change(this, 0);
    }
    restsUntil = loop.now() + REST_NANOS;
    loop.arm(this);
  }

  @Override
  protected long deadlineNanos() {
    return restsUntil;
  }

  @Override
  protected void expired() {
    if (ring == null) {
      loop.poll().change(this, Poll.IN);
    } else {
      accept(ring);
    }
  }

  @Override
  public int fd() {
    return fd;
  }
}
