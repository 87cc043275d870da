package io.vigie.lb.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One of a session's two connections: hands what its channel reports to the session.
 *
 * <p>Thread rule: on the event loop only.
 */
final class Leg extends ChannelInboundHandlerAdapter {

  /** How long a peer may take to read what was meant for it. */
  private static final int FLUSH_SECONDS = 5;

  final NioSocketChannel channel;
  final boolean isClient;

  /** The peer has sent its FIN, and all before it was read. */
  boolean inputEnded;

  /** Our FIN is on its way, after all that was to be written. */
  boolean outputEnded;

  private @Nullable NettySession session;

  Leg(NioSocketChannel channel, boolean isClient) {
    this.channel = channel;
    this.isClient = isClient;
  }

  /** Whom to report to from now on; nobody, for an attempt that was given up. */
  void attach(@Nullable NettySession session) {
    this.session = session;
  }

  /** Lets one read happen, unless there is nothing more to come. */
  void wantRead() {
    if (!inputEnded) {
      channel.read();
    }
  }

  /** Closes at once with RST: unread and unsent bytes are lost. */
  void reset() {
    if (channel.isOpen()) {
      channel.config().setSoLinger(0);
      channel.close();
    }
  }

  /** Closes with FIN once all is written; resets a peer that does not take it in time. */
  void closeFlushed() {
    ChannelFuture written = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
    if (!written.isDone()) {
      channel.eventLoop().schedule(this::reset, FLUSH_SECONDS, TimeUnit.SECONDS);
    }
    written.addListener(_ -> channel.close());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (session == null) {
      ((ByteBuf) message).release();
    } else {
      session.read(this, (ByteBuf) message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (session != null) {
      session.readComplete(this);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (session != null && channel.isWritable()) {
      session.drained(this);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE && !inputEnded) {
      inputEnded = true;
      if (session != null) {
        session.inputEnded(this);
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (session != null) {
      session.broken(this);
    }
  }

  /** A failed read or write: the connection is of no more use. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (session != null) {
      session.broken(this);
    }
  }
}
