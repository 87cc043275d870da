package io.vigie.health.app;

import io.vigie.health.probe.Request;
import io.vigie.health.probe.Request.Line;
import io.vigie.health.probe.Request.StatusRange;
import io.vigie.health.probe.Request.Talk;
import io.vigie.health.probe.Request.Tls;
import io.vigie.health.probe.TlsContexts;
import io.vigie.kit.config.CheckConfig;
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

  private static String head(CheckConfig check) {
    StringBuilder head = new StringBuilder();
    head.append(check.method()).append(' ').append(check.path()).append(" HTTP/1.1\r\n");
    boolean named = check.headers().keySet().stream().anyMatch("host"::equalsIgnoreCase);
    if (!named) {
      String host = check.serverName() == null ? "localhost" : check.serverName();
      head.append("Host: ").append(host).append("\r\n");
    }
    check
        .headers()
        .forEach(
            (name, value) -> head.append(name).append(": ").append(value.reveal()).append("\r\n"));
    CheckConfig.Identity identity = check.identity();
    if (identity != null && identity.token() != null) {
      head.append("Authorization: Bearer ").append(identity.token().reveal()).append("\r\n");
    }
    return head.append("User-Agent: vigie\r\nConnection: close\r\n\r\n").toString();
  }

  /** Text with {@code \r \n \t \\ \xHH} as the bytes they stand for; the configuration is valid. */
  static @Nullable String unescaped(@Nullable String text) {
    if (text == null) {
      return null;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        out.append(c);
        continue;
      }
      char kind = text.charAt(++i);
      switch (kind) {
        case 'r' -> out.append('\r');
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'x' -> {
          out.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> out.append(kind);
      }
    }
    return out.toString();
  }
}
