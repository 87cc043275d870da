package io.vigie.health.probe;

import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vigie.event.CheckResult;
import io.vigie.health.core.Outcome;
import java.net.InetSocketAddress;
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
    // Loopback connects and refusals are known at once: even these are told later.
    loop.execute(
        () -> {
          if (address == null || address.isUnresolved()) {
            done.accept(new Outcome(CheckResult.L4CON, "host name not resolved", false, 0));
          } else {
            connect(address, request, started, timeoutNanos, done);
          }
        });
  }

  private void connect(
      InetSocketAddress address,
      Request request,
      long startedNanos,
      long timeoutNanos,
      Consumer<Outcome> done) {
    NioSocketChannel channel;
    try {
      channel = new NioSocketChannel();
    } catch (ChannelException e) { // no file descriptor left
      long took = System.nanoTime() - startedNanos;
      done.accept(new Outcome(CheckResult.SOCKERR, words(e), false, took));
      return;
    }
    channel.config().setConnectTimeoutMillis(0); // the probe has its own limit
    Attempt attempt = new Attempt(request, address, startedNanos, done);
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

  /** The failure of a connect: refused or reset is an answer, no way to the host is none. */
  static Outcome notConnected(Throwable cause, long tookNanos) {
    String words = words(cause);
    String known = words.toLowerCase(Locale.ROOT);
    if (known.contains("timed out")) {
      return new Outcome(CheckResult.L4TOUT, "no answer to the connect", false, tookNanos);
    }
    if (known.contains("refused")) {
      return new Outcome(CheckResult.L4CON, "connection refused", true, tookNanos);
    }
    // The accepting side may close before the connect is noticed here.
    boolean answered = known.contains("reset") || known.contains("broken pipe");
    return new Outcome(CheckResult.L4CON, words, answered, tookNanos);
  }

  /** The JDK's words for a failure, without Netty's addition of the address. */
  static String words(Throwable cause) {
    String message =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    int address = message.indexOf(": /");
    return address < 0 ? message : message.substring(0, address);
  }
}
