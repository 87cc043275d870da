package io.vigie.health.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.vigie.event.CheckResult;
import io.vigie.health.core.Outcome;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One probe under way: connect, TLS, talk. The layer it is in decides what a failure is called
 * (HAProxy {@code src/check.c}, chk_report_conn_err).
 */
final class Attempt extends ChannelInboundHandlerAdapter {

  private enum Layer {
    CONNECT,
    TLS,
    TALK
  }

  private final Request request;
  private final InetSocketAddress address;
  private final long startedNanos;
  private final Consumer<Outcome> done;
  private final Conversation conversation;
  private Layer layer = Layer.CONNECT;
  private boolean over;
  private @Nullable NioSocketChannel channel;
  private @Nullable Future<?> timer;

  Attempt(Request request, InetSocketAddress address, long startedNanos, Consumer<Outcome> done) {
    this.request = request;
    this.address = address;
    this.startedNanos = startedNanos;
    this.done = done;
    this.conversation = Conversation.of(request.talk());
  }

  void limit(NioSocketChannel channel, long timeoutNanos) {
    this.channel = channel;
    timer = channel.eventLoop().schedule(this::expired, timeoutNanos, TimeUnit.NANOSECONDS);
  }

  void notConnected(Throwable cause) {
    Outcome outcome = Prober.notConnected(cause, System.nanoTime() - startedNanos);
    end(outcome.result(), outcome.detail(), outcome.answered());
  }

  /** Says how it ended, once, and resets the connection. */
  private void end(CheckResult result, String detail, boolean answered) {
    if (over) {
      return;
    }
    over = true;
    if (timer != null) {
      timer.cancel(false);
    }
    if (channel != null) {
      reset(channel);
    }
    done.accept(new Outcome(result, detail, answered, System.nanoTime() - startedNanos));
  }

  /** From the first context, past TLS: a goodbye could wait for seconds on a silent peer. */
  private static void reset(NioSocketChannel channel) {
    if (channel.isActive()) {
      channel.config().setSoLinger(0);
    }
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first == null) {
      channel.close();
    } else {
      first.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    Request.Tls tls = request.tls();
    if (tls == null) {
      talk(context);
      return;
    }
    layer = Layer.TLS;
    // Without a name the address is what the certificate must be for; an IP address sends no SNI.
    String peer = tls.serverName() == null ? address.getHostString() : tls.serverName();
    SslHandler handler = tls.context().newHandler(context.alloc(), peer, address.getPort());
    handler.setHandshakeTimeoutMillis(0); // the probe has its own limit
    handler
        .handshakeFuture()
        .addListener(
            shaken -> {
              if (shaken.isSuccess()) {
                talk(context);
              } else {
                handshakeFailed(shaken.cause());
              }
            });
    context.pipeline().addFirst(handler);
  }

  private void handshakeFailed(Throwable cause) {
    String words =
        cause instanceof ClosedChannelException
            ? "connection closed during the TLS handshake"
            : Prober.words(root(cause));
    end(CheckResult.L6RSP, words, true);
  }

  private void talk(ChannelHandlerContext context) {
    layer = Layer.TALK;
    if (request.talk() instanceof Request.Talk.Nothing) {
      end(request.tls() == null ? CheckResult.L4OK : CheckResult.L6OK, "connected", true);
      return;
    }
    proceed(context, "");
  }

  private void proceed(ChannelHandlerContext context, String heard) {
    switch (conversation.hear(heard)) {
      case Conversation.Say(String words) -> {
        if (!words.isEmpty()) {
          context.writeAndFlush(Unpooled.copiedBuffer(words, ISO_8859_1));
        }
      }
      case Conversation.Over(CheckResult result, String detail) -> end(result, detail, true);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    String text = bytes.toString(ISO_8859_1);
    bytes.release();
    if (!over && layer == Layer.TALK) {
      proceed(context, text);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!over && layer == Layer.TALK) {
      Conversation.Over ended = conversation.closed();
      end(ended.result(), ended.detail(), true);
    } else if (!over) {
      handshakeFailed(new ClosedChannelException());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    CheckResult result =
        switch (layer) {
          case CONNECT -> CheckResult.L4CON;
          case TLS -> CheckResult.L6RSP;
          case TALK -> CheckResult.SOCKERR;
        };
    end(result, Prober.words(root(cause)), true);
  }

  private void expired() {
    switch (layer) {
      case CONNECT -> end(CheckResult.L4TOUT, "no answer to the connect", false);
      // The kernel has answered the connect: the host is there, what runs on it is not.
      case TLS -> end(CheckResult.L6TOUT, "no answer in the TLS handshake", true);
      case TALK -> end(CheckResult.L7TOUT, "no answer to " + conversation.waitingFor(), true);
    }
  }

  private static Throwable root(Throwable cause) {
    Throwable at = cause;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }
}
