package io.vigie.health.probe;

import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vigie.event.CheckResult;
import io.vigie.health.core.Outcome;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes probes on one event loop.
 *
 * <p>Netty's channels are used as they are, since a probe must know at which layer it failed, which
 * higher clients do not tell. A probe ends its connection with RST, as HAProxy's checks do: no
 * state is left on either side. Thread rule: on the event loop only.
 */
public final class Prober {

  private final EventLoop loop;

  public Prober(EventLoop loop) {
    this.loop = loop;
  }

  /**
   * Makes one probe.
   *
   * @param address where; null if its name cannot be resolved
   * @param timeoutNanos for all of it, connect included
   * @param done called once, later, on the event loop
   */
  public void probe(
      @Nullable InetSocketAddress address,
      Request request,
      long timeoutNanos,
      Consumer<Outcome> done) {
    long started = System.nanoTime();
    if (address == null || address.isUnresolved()) {
      loop.execute(
          () -> done.accept(new Outcome(CheckResult.L4CON, "host name not resolved", false, 0)));
      return;
    }
    Attempt attempt = new Attempt(request, started, done);
    NioSocketChannel channel;
    try {
      channel = new NioSocketChannel();
      channel.config().setAutoRead(true).setConnectTimeoutMillis(0);
    } catch (ChannelException e) { // no file descriptor left
      loop.execute(() -> attempt.end(CheckResult.SOCKERR, words(e), false));
      return;
    }
    channel.pipeline().addLast(attempt);
    loop.register(channel);
    attempt.limit(channel, timeoutNanos);
    channel
        .connect(address)
        .addListener(
            connecting -> {
              if (!connecting.isSuccess()) {
                attempt.notConnected(connecting.cause());
              }
            });
  }

  /** The failure of a connect: refused is an answer, no way to the host is none. */
  static Outcome notConnected(Throwable cause, long tookNanos) {
    String words = words(cause).toLowerCase(Locale.ROOT);
    if (cause instanceof BindException || words.contains("too many open files")) {
      return new Outcome(CheckResult.SOCKERR, words(cause), false, tookNanos);
    }
    if (words.contains("timed out")) {
      return new Outcome(CheckResult.L4TOUT, "no answer to the connect", false, tookNanos);
    }
    boolean refused =
        cause instanceof ConnectException
            && !(cause instanceof NoRouteToHostException)
            && (words.contains("refused") || words.contains("reset"));
    return refused
        ? new Outcome(CheckResult.L4CON, "connection refused", true, tookNanos)
        : new Outcome(CheckResult.L4CON, words(cause), false, tookNanos);
  }

  /** The JDK's words for a failure, without Netty's addition of the address. */
  static String words(Throwable cause) {
    String message =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    int address = message.indexOf(": /");
    return address < 0 ? message : message.substring(0, address);
  }
}
