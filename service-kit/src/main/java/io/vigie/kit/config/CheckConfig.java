package io.vigie.kit.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to find out whether a server works. HAProxy's words and semantics: interval = inter,
 * fastInterval = fastinter, downInterval = downinter.
 */
public record CheckConfig(
    @Key(meaning = "what to speak", def = "tcp") Type type,
    @Key(meaning = "TCP port", min = "1", max = "65535") int port,
    @Key(
            meaning = "from the end of a probe to the next while all is well",
            def = "2s",
            min = "10ms",
            max = "1h")
        Duration interval,
    @Key(
            meaning = "the same while it is going up or down, or was never checked",
            def = "= min(200ms, interval)",
            min = "10ms",
            max = "1h")
        Duration fastInterval,
    @Key(meaning = "the same while it is down", def = "= interval", min = "10ms", max = "1h")
        Duration downInterval,
    @Key(
            meaning = "how far each interval strays at random, in percent",
            def = "5",
            min = "0",
            max = "50")
        int jitterPercent,
    @Key(meaning = "for the whole probe, connect included", def = "500ms", min = "1ms", max = "10m")
        Duration timeout,
    @Key(meaning = "failures in a row that take it down", def = "2", min = "1", max = "100")
        int fall,
    @Key(meaning = "successes in a row that take it up", def = "2", min = "1", max = "100")
        int rise,
    @Key(
            meaning = "what it is before its first probe; after `up`, one failure takes it down",
            def = "up")
        StartState startState,
    @Key(
            meaning = "HTTP method",
            def = "GET",
            form = Form.METHOD,
            types = {"http", "https"})
        String method,
    @Key(
            meaning = "HTTP path",
            def = "/",
            form = Form.PATH,
            types = {"http", "https"})
        String path,
    @Key(
            meaning = "HTTP request headers; a value may be a secret",
            def = "{}",
            form = Form.HEADER,
            keys = Form.HEADER_NAME,
            types = {"http", "https"})
        Map<String, Secret> headers,
    @Key(
            meaning = "HTTP statuses that pass",
            def = "[200-399]",
            form = Form.STATUS,
            filled = true,
            types = {"http", "https"})
        List<String> expect,
    @Key(
            meaning = "name to ask for in TLS (SNI); without one an address sends none",
            form = Form.HOST_NAME,
            types = {"tls", "https"})
        @Nullable String serverName,
    @Key(
            meaning = "TLS application protocols to offer",
            def = "[]",
            form = Form.ALPN,
            types = {"tls", "https"})
        List<String> alpn,
    @Key(
            meaning = "whether the server's certificate must be valid",
            def = "required",
            types = {"tls", "https"})
        Verify verify,
    @Key(
            meaning = "PEM file of the authorities to trust; without one, Java's",
            form = Form.CERTIFICATE_FILE,
            types = {"tls", "https"})
        @Nullable String caFile,
    @Key(
            meaning =
                "how to show who we are; `kubeconfig` takes it from `kubernetes.kubeconfig`;"
                    + " without one, we don't",
            shorthand = Shorthand.KUBECONFIG,
            types = {"tls", "http", "https"})
        @Nullable Identity identity,
    @Key(
            meaning = "what to send and to expect after the connect, in order",
            def = "[]",
            types = {"tcp"})
        List<Step> script,
    @Key(
            meaning = "what to send to an agent before it answers",
            def = "\"\"",
            form = Form.SCRIPT,
            types = {"agent"})
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
   * A client certificate, a bearer token, or both. Certificate and key are PEM text here, whether
   * the file named them or held them.
   */
  public record Identity(
      @Key(meaning = "PEM file of the client certificate and its chain", form = Form.CERTIFICATE)
          @Nullable String certificate,
      @Key(meaning = "PEM file of its private key", form = Form.PRIVATE_KEY) @Nullable Secret key,
      @Key(meaning = "bearer token", form = Form.TOKEN) @Nullable Secret token) {}

  /** One step of a script: a text to send, or one to wait for. */
  public record Step(
      @Key(meaning = "text to send, with `\\r \\n \\t \\\\ \\xHH`", form = Form.SCRIPT)
          @Nullable String send,
      @Key(
              meaning = "text that must appear in what was received since the last step",
              form = Form.SCRIPT)
          @Nullable String expect) {}
}
