package io.vigie.lb.net;

import io.vertx.core.Future;
import io.vigie.lb.core.ConnectFailure;
import io.vigie.lb.core.Ended;
import io.vigie.lb.core.Hello;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * The data plane: opens listeners, connects this client to that server, closes these, reports what
 * happened. Who gets which server is decided elsewhere.
 *
 * <p>A session's life: {@link Reports#arrived} → {@link #admit} or {@link #end} → {@link
 * Reports#ready} → {@link #connect} → {@link Reports#connected} or {@link Reports#connectFailed},
 * after which connect may be called again → {@link Reports#ended}, exactly once, always last. No
 * byte of the client is lost between attempts: what it says early, up to {@code bufferBytes}, is
 * held and sent to whichever server is reached. A client that has finished its request early is
 * served; one that resets the connection has left.
 *
 * <p>Thread rule: calls from the service's own context, or inside a report. Reports come on the
 * loops of the engine, perhaps several at a time, but of one session one after the other; never
 * inside a call. What a call says of a session and what that session reports at the same moment may
 * cross: an attempt has a number, and an answer to one that was given up counts for nothing.
 * Futures complete on the service's context.
 */
public interface Engine {

  /**
   * Starts to accept. Fails with a {@link java.net.BindException} whose message names the listener
   * and the address.
   *
   * @return the bound address, with the real port where 0 was asked for
   */
  Future<InetSocketAddress> open(Listener listener);

  /** New limits in time and new buffers for sessions to come; the socket stays as it is. */
  void change(Listener listener);

  /**
   * Stops accepting, after those whose handshake is done have arrived. Sessions go on. Done when
   * the address is free.
   */
  Future<Void> close(String listener);

  /** Lets a session that arrived go on to its hello. */
  void admit(long session);

  /**
   * Connects a ready session's client to a server. Answered by one report.
   *
   * <p>May be called while an earlier attempt is under way (its server just went down): that one is
   * then given up without a report.
   */
  void connect(long session, Dial dial);

  /**
   * Ends a session, whatever it is doing.
   *
   * @param how RST tells both sides at once that data is lost; FIN sends what is buffered first,
   *     for at most 5 s
   */
  void end(long session, Close how);

  /**
   * Done when every loop has turned: what was called before has been done, and the RST of every
   * session ended before has been sent. {@link #end} alone is no promise of that.
   */
  Future<Void> turned();

  /**
   * How long the slowest loop has been at its present turn; 0 if all wait for something to do. From
   * any thread.
   */
  Duration busiest();

  /**
   * Tells, on the loops, of the sessions that moved bytes since the last time how many they have
   * moved so far. Cheap enough for once a second.
   */
  void meter(Meter meter);

  /** Ends all listeners and sessions at once. */
  Future<Void> shutdown();

  /** How to say goodbye. */
  enum Close {
    FIN,
    RST
  }

  /**
   * A socket to accept on.
   *
   * @param name the frontend
   * @param address where; port 0 for any
   * @param acceptProxy CIDRs whose connections begin with a PROXY header
   * @param peekServerName whether to wait for a TLS ClientHello and read its server name
   * @param bufferBytes bytes held per direction of a session
   * @param idle without a byte in either direction
   * @param halfOpen without a byte after one side has finished
   * @param hello until PROXY header and ClientHello must be there
   * @param keepalive idle time before TCP keepalive probes, on both legs
   */
  record Listener(
      String name,
      InetSocketAddress address,
      List<String> acceptProxy,
      boolean peekServerName,
      int bufferBytes,
      Duration idle,
      Duration halfOpen,
      Duration hello,
      Duration keepalive) {}

  /**
   * One attempt to reach a server.
   *
   * @param attempt counts the session's attempts, from 1; it only rises
   * @param address where
   * @param timeout until the handshake must be done
   * @param preface bytes to send before the client's own: a PROXY header, or an empty buffer
   */
  record Dial(int attempt, InetSocketAddress address, Duration timeout, ByteBuffer preface) {}

  /** Takes byte counts. */
  @FunctionalInterface
  interface Meter {
    /**
     * Bytes of one session since it began.
     *
     * @param bytesIn taken from the client and written to the server
     * @param bytesOut taken from the server and written to the client
     */
    void moved(long session, long bytesIn, long bytesOut);
  }

  /** What the engine tells. */
  interface Reports {

    /**
     * A client connected.
     *
     * @param session a number that is never used again
     * @param source the socket's peer: a proxy in front of us, perhaps
     */
    void arrived(
        long session, String listener, InetSocketAddress source, InetSocketAddress destination);

    /** Its hello is there (at once where none is needed): it wants a server. */
    void ready(long session, Hello hello);

    /** Bytes flow. */
    void connected(long session, int attempt);

    /** The attempt failed; the client is still there, nothing of it was forwarded. */
    void connectFailed(long session, int attempt, ConnectFailure failure);

    /** It is over. */
    void ended(long session, Ended how);

    /**
     * A listener could not take a client, for want of descriptors most likely. It rests 50 ms; the
     * client waits in the kernel.
     */
    default void acceptFailed(String listener, IOException failure) {}
  }
}
