package io.vigie.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address as people write it.
 *
 * @param host a name or an address, without brackets
 * @param port 0 to 65535
 */
public record HostPort(String host, int port) {

  private static final Pattern SHAPE =
      Pattern.compile("(?:\\[([^\\]\\[]+)\\]|([^:\\[\\]]+)):(\\d{1,5})");
  private static final int MOST = 65_535;

  /** Reads {@code host:port} or {@code [address]:port}. */
  public static Optional<HostPort> parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MOST) {
      return Optional.empty();
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return Optional.of(new HostPort(host, Integer.parseInt(matcher.group(3))));
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
