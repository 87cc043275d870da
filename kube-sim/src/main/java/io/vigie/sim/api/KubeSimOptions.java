package io.vigie.sim.api;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated API server is.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 picks a free one
 * @param token who does not bear it is not let in; empty lets everybody in
 * @param file where the state is kept, also beyond a SIGKILL; null for nowhere
 * @param operators whether the kinds of Longhorn and CloudNativePG are there, and their namespaces
 * @param bookmarks how often a watch that allows it is told how far it is
 * @param slow how long a client may not read before its watch is cut
 * @param history how many changes are remembered for watches
 * @param historyBytes how many bytes of objects they may hold
 * @param clock what objects say about when
 * @param tls certificate and key; null for plain HTTP
 */
public record KubeSimOptions(
    String host,
    int port,
    String token,
    @Nullable Path file,
    boolean operators,
    Duration bookmarks,
    Duration slow,
    int history,
    long historyBytes,
    InstantSource clock,
    @Nullable Tls tls) {

  /**
   * Files in PEM.
   *
   * @param certificate of the server
   * @param key of the certificate
   */
  public record Tls(Path certificate, Path key) {}

  /** On a free port of the loopback interface, open to everybody, without any custom kind. */
  public static KubeSimOptions bare() {
    return new KubeSimOptions(
        "127.0.0.1",
        0,
        "",
        null,
        false,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        20_000,
        64L << 20,
        InstantSource.system(),
        null);
  }

  /** The same with the kinds of Longhorn and CloudNativePG. */
  public static KubeSimOptions withOperators() {
    return bare().operators(true);
  }

  /** The same with the kinds of Longhorn and CloudNativePG, or without. */
  public KubeSimOptions operators(boolean there) {
    return new KubeSimOptions(
        host, port, token, file, there, bookmarks, slow, history, historyBytes, clock, tls);
  }

  /** The same on another address. */
  public KubeSimOptions at(String newHost, int newPort) {
    return new KubeSimOptions(
        newHost,
        newPort,
        token,
        file,
        operators,
        bookmarks,
        slow,
        history,
        historyBytes,
        clock,
        tls);
  }

  /** The same for those who bear a token. */
  public KubeSimOptions token(String newToken) {
    return new KubeSimOptions(
        host, port, newToken, file, operators, bookmarks, slow, history, historyBytes, clock, tls);
  }

  /** The same with its state in a file. */
  public KubeSimOptions file(Path newFile) {
    return new KubeSimOptions(
        host, port, token, newFile, operators, bookmarks, slow, history, historyBytes, clock, tls);
  }

  /** The same with bookmarks at another pace. */
  public KubeSimOptions bookmarks(Duration every) {
    return new KubeSimOptions(
        host, port, token, file, operators, every, slow, history, historyBytes, clock, tls);
  }

  /** The same with another memory of changes. */
  public KubeSimOptions history(int changes, long bytes) {
    return new KubeSimOptions(
        host, port, token, file, operators, bookmarks, slow, changes, bytes, clock, tls);
  }

  /** The same by another clock. */
  public KubeSimOptions clock(InstantSource newClock) {
    return new KubeSimOptions(
        host, port, token, file, operators, bookmarks, slow, history, historyBytes, newClock, tls);
  }

  /** The same over TLS. */
  public KubeSimOptions tls(Tls files) {
    return new KubeSimOptions(
        host, port, token, file, operators, bookmarks, slow, history, historyBytes, clock, files);
  }
}
