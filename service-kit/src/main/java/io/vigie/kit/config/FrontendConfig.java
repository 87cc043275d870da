package io.vigie.kit.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What clients connect to.
 *
 * @param listen {@code address:port}, {@code [address]:port} or {@code :port}
 * @param pool where connections go that no route matches; null refuses those
 * @param routes pool by TLS server name; {@code *.example.org} matches one or more labels in front
 * @param acceptProxy CIDRs whose connections must begin with a PROXY header; others must not
 * @param allow CIDRs that may connect; empty for all
 * @param deny CIDRs that may not
 * @param maxConnections sessions at a time
 * @param maxConnectionsPerSource the same for one address; 0 for no limit
 * @param bufferBytes bytes held per direction of a session
 * @param timeouts limits in time
 */
public record FrontendConfig(
    String listen,
    @Nullable String pool,
    Map<String, String> routes,
    List<String> acceptProxy,
    List<String> allow,
    List<String> deny,
    int maxConnections,
    int maxConnectionsPerSource,
    int bufferBytes,
    FrontendTimeouts timeouts) {

  /**
   * Limits in time of a frontend.
   *
   * @param idle without a byte in either direction
   * @param halfOpen without a byte after one side has finished
   * @param hello until the PROXY header and the TLS ClientHello must be there, where they are
   *     needed
   * @param keepalive idle time before TCP keepalive probes, on both legs
   */
  public record FrontendTimeouts(
      Duration idle, Duration halfOpen, Duration hello, Duration keepalive) {}
}
