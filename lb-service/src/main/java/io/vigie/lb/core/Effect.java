package io.vigie.lb.core;

import io.vigie.event.Fact;
import java.net.InetSocketAddress;
import java.time.Duration;

/** What a {@link Director} wants done, in order. */
public sealed interface Effect {

  /** Let a session go on to its hello. */
  record Admit(long session) implements Effect {}

  /**
   * Connect a session's client to a server, in place of an attempt that may be under way.
   *
   * @param attempt counts the session's attempts, from 1
   * @param header what to tell the server of the client
   * @param hello what is known of the client
   */
  record Connect(
      long session,
      int attempt,
      InetSocketAddress server,
      Duration timeout,
      LbConfig.Header header,
      Hello hello)
      implements Effect {}

  /** End a session at once, by RST: the client is to notice now, not at its own timeout. */
  record End(long session) implements Effect {}

  /**
   * Other servers are in use, or with other shares, of a pool that the kernel forwards to: see
   * {@link Director#targets}.
   */
  record Redirect(String pool) implements Effect {}

  /** End what the kernel forwards to a server that is out, once new connections go elsewhere. */
  record Cut(String pool, String server) implements Effect {}

  /** Tell the world. */
  record Publish(Fact fact) implements Effect {}

  /** Tell the world, once the RST of every session ended before is on its way. */
  record PublishAfterEnds(Fact fact) implements Effect {}

  /** A session is over: write it down. */
  record Log(SessionRecord session) implements Effect {}
}
