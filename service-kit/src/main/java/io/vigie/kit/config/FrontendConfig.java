package io.vigie.kit.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What clients connect to. */
public record FrontendConfig(
    @Key(
            meaning =
                "where to listen: `address:port`, `[address]:port`, or `:port` for every address,"
                    + " IPv4 and IPv6",
            form = Form.LISTEN)
        String listen,
    @Key(
            meaning =
                "who carries the bytes: Vigie, or the kernel with nftables, for more of them and"
                    + " fewer features",
            def = "proxy")
        Mode mode,
    @Key(
            meaning =
                "with `mode: direct`, whether servers see the balancer's address; if not, they"
                    + " must route their answers through it",
            def = "true")
        boolean masquerade,
    @Key(
            meaning = "where connections go that no route matches; without one they are refused",
            in = "pools")
        @Nullable String pool,
    @Key(
            meaning =
                "pool by TLS server name; `*.example.org` matches one or more labels in front",
            def = "{}",
            keys = Form.SERVER_NAME,
            in = "pools")
        Map<String, String> routes,
    @Key(
            meaning = "networks whose connections must begin with a PROXY header; others must not",
            def = "[]",
            form = Form.NETWORK)
        List<String> acceptProxy,
    @Key(meaning = "networks that may connect; empty: all", def = "[]", form = Form.NETWORK)
        List<String> allow,
    @Key(meaning = "networks that may not connect", def = "[]", form = Form.NETWORK)
        List<String> deny,
    @Key(meaning = "sessions at a time", def = "10000", min = "1", max = "1000000")
        int maxConnections,
    @Key(
            meaning = "sessions at a time of one address; 0: no limit",
            def = "0",
            min = "0",
            max = "1000000")
        int maxConnectionsPerSource,
    @Key(
            meaning = "bytes held at most per direction of a session",
            def = "16384",
            min = "1024",
            max = "1048576")
        int bufferBytes,
    @Key(meaning = "limits in time", def = "{}") FrontendTimeouts timeouts) {

  /** Who carries the bytes. */
  public enum Mode {
    /** Vigie does: two connections, one on each side. */
    PROXY,
    /** The kernel does: nftables rewrites addresses, and the connection is one. */
    DIRECT
  }

  /** Whether the kernel carries the bytes. */
  public boolean isDirect() {
    return mode == Mode.DIRECT;
  }

  /** Limits in time of a frontend. */
  public record FrontendTimeouts(
      @Key(meaning = "without a byte in either direction", def = "1h", min = "100ms", max = "7d")
          Duration idle,
      @Key(
              meaning = "without a byte after one side has finished",
              def = "30s",
              min = "100ms",
              max = "7d")
          Duration halfOpen,
      @Key(
              meaning =
                  "until the PROXY header and the TLS ClientHello are there, where they are needed",
              def = "5s",
              min = "100ms",
              max = "5m")
          Duration hello,
      @Key(
              meaning = "idle time before TCP keepalive probes, on both legs",
              def = "30s",
              min = "1s",
              max = "1d")
          Duration keepalive) {}
}
