package io.vigie.lb.net.linux;

import io.vigie.lb.net.AcceptLog;
import io.vigie.lb.net.Deadlines;
import io.vigie.lb.net.Rules;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * One loop's listening socket on an address; the kernel shares the connections out.
 *
 * <p>When the system refuses to hand out a connection, most likely for want of descriptors, it
 * rests a moment: the connection stays in the backlog. Thread rule: its loop's thread only.
 */
final class Acceptor extends Deadlines.Entry implements Watched {

  private static final int ACCEPTS_PER_TURN = 64;
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final LinuxLoop loop;
  private final AcceptLog log = new AcceptLog();

  /** Where all its clients arrive; any, if each may have come to another address of this host. */
  private final InetSocketAddress address;

  /** Where the last one arrived. */
  private InetSocketAddress destination;

  private Rules rules;
  private int fd;
  private long restsUntil;

  /** How many to take at once. */
  private int most = 1;

  private long lastTurn;

  private boolean closed;

  Acceptor(LinuxLoop loop, int fd, InetSocketAddress address, Rules rules) {
    this.loop = loop;
    this.fd = fd;
    this.address = address;
    this.destination = address;
    this.rules = rules;
  }

  /** Accepts from now on. */
  void begin() {
    loop.poll().add(this, Poll.IN);
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
    loop.poll().close(this);
  }

  /** A client whose address was just written. */
  private void welcome(int client) {
    log.works(rules.listener().name());
    InetSocketAddress source = SocketAddresses.read(loop.linux().name());
    loop.arrived(client, rules, source, destination(client));
  }

  /**
   * Takes one, and more only if there are still some at the next turn: to find out that there is
   * none costs as much as many another call, as the system makes a socket before it looks.
   */
  @Override
  public void ready(int events) {
    if (loop.turns() != lastTurn + 1) {
      most = 1;
    }
    lastTurn = loop.turns();
    most = accept(most) ? 1 : Math.min(2 * most, ACCEPTS_PER_TURN);
  }

  /** Answers whether none was left. */
  private boolean accept(int most) {
    Linux linux = loop.linux();
    for (int i = 0; i < most; i++) {
      int client = linux.accept(fd, linux.name());
      if (client == -Errno.EAGAIN) {
        return true;
      }
      if (client >= 0) {
        welcome(client);
      } else if (Errno.isShortage(-client)) {
        rest(-client);
        return true;
      } // any other error is of that connection alone: accept(2)
    }
    return false;
  }

  private InetSocketAddress destination(int client) {
    if (!address.getAddress().isAnyLocalAddress()) {
      return address;
    }
    Linux linux = loop.linux();
    if (linux.localAddress(client, linux.name()) < 0) {
      return address;
    }
    InetSocketAddress one = SocketAddresses.read(linux.name());
    if (!one.equals(destination)) {
      destination = one; // most come to the same: one object for all of them
    }
    return destination;
  }

  private void rest(int errno) {
    String listener = rules.listener().name();
    log.failed(listener, Errno.words(errno));
    IOException failure = new IOException(Errno.words(errno));
    loop.later(() -> loop.reports().acceptFailed(listener, failure));
    loop.poll().change(this, 0);
    restsUntil = loop.now() + REST_NANOS;
    loop.arm(this);
  }

  @Override
  protected long deadlineNanos() {
    return restsUntil;
  }

  @Override
  protected void expired() {
    loop.poll().change(this, Poll.IN);
  }

  @Override
  public int fd() {
    return fd;
  }
}
