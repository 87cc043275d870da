package io.vigie.kit.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to find out whether a server works. HAProxy's words and semantics: interval = inter,
 * fastInterval = fastinter, downInterval = downinter.
 *
 * @param type what to speak
 * @param port TCP port, 1 to 65535
 * @param interval from the end of a probe to the next while all is well
 * @param fastInterval the same while it is going up or down, or never checked
 * @param downInterval the same while it is down
 * @param jitterPercent how far each interval strays at random, 0 to 50 %
 * @param timeout for the whole probe, connect included
 * @param fall failures in a row that take it down, 1 to 100
 * @param rise successes in a row that take it up, 1 to 100
 * @param startState what it is before its first probe
 * @param method HTTP method
 * @param path HTTP path
 * @param headers HTTP request headers
 * @param expect HTTP statuses that pass, as {@code 200} or {@code 200-399}
 * @param serverName TLS SNI; null sends none for an IP address
 * @param alpn TLS application protocols to offer
 * @param verify whether the server's certificate must be valid
 * @param caFile PEM file of the authorities to trust with {@link Verify#REQUIRED}; null for Java's
 * @param identity how to show who we are; null shows nothing
 * @param script TCP send and expect steps, in order
 * @param agentSend what to send to an agent before it answers
 */
public record CheckConfig(
    Type type,
    int port,
    Duration interval,
    Duration fastInterval,
    Duration downInterval,
    int jitterPercent,
    Duration timeout,
    int fall,
    int rise,
    StartState startState,
    String method,
    String path,
    Map<String, String> headers,
    List<String> expect,
    @Nullable String serverName,
    List<String> alpn,
    Verify verify,
    @Nullable String caFile,
    @Nullable Identity identity,
    List<Step> script,
    String agentSend) {

  /** What a probe speaks. */
  public enum Type {
    TCP,
    TLS,
    HTTP,
    HTTPS,
    AGENT
  }

  /** Whether a certificate matters. */
  public enum Verify {
    NONE,
    REQUIRED
  }

  /** What a check says before its first probe. HAProxy: the first failure then takes it down. */
  public enum StartState {
    UP,
    DOWN
  }

  /**
   * A client certificate or a bearer token. {@code identity: kubeconfig} takes them from {@code
   * kubernetes.kubeconfig}.
   *
   * @param certificate PEM, the chain
   * @param key PEM, PKCS#8 or PKCS#1
   * @param token bearer token
   */
  public record Identity(
      @Nullable String certificate, @Nullable Secret key, @Nullable Secret token) {}

  /**
   * One step of a script: a text to send, or one to wait for.
   *
   * @param send bytes to send, as text with {@code \r \n \t \\ \xHH}
   * @param expect text that must appear in what was received since the last step
   */
  public record Step(@Nullable String send, @Nullable String expect) {}
}
