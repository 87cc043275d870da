package io.vigie.health.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vigie.health.probe.Request;
import io.vigie.health.probe.Request.Line;
import io.vigie.health.probe.Request.StatusRange;
import io.vigie.health.probe.Request.Talk;
import io.vigie.health.probe.Request.Tls;
import io.vigie.health.probe.TlsContexts;
import io.vigie.kit.config.CheckConfig;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a check says on the wire, out of its configuration. */
final class Requests {

  private Requests() {}

  static Request of(CheckConfig check) throws SSLException {
    boolean secured =
        check.type() == CheckConfig.Type.TLS || check.type() == CheckConfig.Type.HTTPS;
    Tls tls = secured ? new Tls(TlsContexts.of(check), check.serverName()) : null;
    return new Request(tls, talk(check));
  }

  private static Talk talk(CheckConfig check) {
    return switch (check.type()) {
      case TLS -> new Talk.Nothing();
      case TCP ->
          check.script().isEmpty()
              ? new Talk.Nothing()
              : new Talk.Script(
                  check.script().stream()
                      .map(step -> new Line(unescaped(step.send()), unescaped(step.expect())))
                      .toList());
      case HTTP, HTTPS ->
          new Talk.Http(head(check), check.expect().stream().map(StatusRange::parse).toList());
      case AGENT -> new Talk.Agent(String.valueOf(unescaped(check.agentSend())));
    };
  }

  /** A header of the configuration stands instead of ours of the same name. */
  private static String head(CheckConfig check) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Host", check.serverName() == null ? "localhost" : check.serverName());
    headers.put("User-Agent", "vigie");
    headers.put("Connection", "close");
    CheckConfig.Identity identity = check.identity();
    if (identity != null && identity.token() != null) {
      headers.put("Authorization", "Bearer " + identity.token().reveal());
    }
    check.headers().forEach((name, value) -> headers.put(name, value.reveal()));
    StringBuilder head = new StringBuilder();
    head.append(check.method()).append(' ').append(check.path()).append(" HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n").toString();
  }

  /**
   * Text with {@code \r \n \t \\ \xHH} as the bytes they stand for, and all else in UTF-8; the
   * configuration is valid.
   */
  static @Nullable String unescaped(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String bytes = new String(text.getBytes(UTF_8), ISO_8859_1);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      if (c != '\\' || i + 1 == bytes.length()) {
        out.append(c);
        continue;
      }
      char kind = bytes.charAt(++i);
      switch (kind) {
        case 'r' -> out.append('\r');
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'x' -> {
          out.append((char) Integer.parseInt(bytes.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> out.append(kind);
      }
    }
    return out.toString();
  }
}
