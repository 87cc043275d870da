package io.vigie.health.probe;

import io.netty.handler.ssl.SslContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to do once a probe is connected.
 *
 * @param tls the handshake to make first; null for none
 * @param talk what to say and to hear then
 */
public record Request(@Nullable Tls tls, Talk talk) {

  /** Only the connect. */
  public static final Request CONNECT = new Request(null, new Talk.Nothing());

  /**
   * A TLS handshake.
   *
   * @param context trust, identity and ALPN
   * @param serverName name for SNI and verification; null sends none
   */
  public record Tls(SslContext context, @Nullable String serverName) {}

  /** What is said on the connection. */
  public sealed interface Talk {

    /** Nothing: being connected is enough. */
    record Nothing() implements Talk {}

    /**
     * One HTTP/1.1 request.
     *
     * @param head request line and headers, with the empty line
     * @param expect statuses that pass
     */
    record Http(String head, List<StatusRange> expect) implements Talk {}

    /** Texts to send and to wait for, in order. */
    record Script(List<Line> lines) implements Talk {}

    /**
     * An agent that says how it is, in one line.
     *
     * @param send what to say first; may be empty
     */
    record Agent(String send) implements Talk {}
  }

  /** HTTP statuses from {@code low} to {@code high}. */
  public record StatusRange(int low, int high) {

    /** Reads {@code 200} or {@code 200-399}, as the configuration has checked it. */
    public static StatusRange parse(String text) {
      int dash = text.indexOf('-');
      return dash < 0
          ? new StatusRange(Integer.parseInt(text), Integer.parseInt(text))
          : new StatusRange(
              Integer.parseInt(text.substring(0, dash)),
              Integer.parseInt(text.substring(dash + 1)));
    }

    boolean holds(int status) {
      return status >= low && status <= high;
    }
  }

  /**
   * One line of a script: bytes as Latin-1 text.
   *
   * @param send to send; null for a line that waits
   * @param expect to wait for; null for a line that sends
   */
  public record Line(@Nullable String send, @Nullable String expect) {}
}
