package io.vigie.kit.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a frontend listens.
 *
 * @param address an address, {@code 0.0.0.0} for every IPv4 one, {@code ::} for every one of both
 *     families
 * @param port 1 to 65535
 */
public record ListenAddress(InetAddress address, int port) {
  /** What it looks like. */
  static final String PATTERN = "(\\[([^\\]\\[]+)\\]|[^:\\[\\]]*):(\\d{1,5})";

  private static final Pattern SHAPE = Pattern.compile(PATTERN);

  /** Reads {@code address:port}, {@code [address]:port}, {@code :port} or {@code *:port}. */
  public static Optional<ListenAddress> parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String inBrackets = matcher.group(2);
    String host = inBrackets == null ? matcher.group(1) : inBrackets;
    Optional<InetAddress> address =
        host.isEmpty() || host.equals("*") ? IpText.address("::") : IpText.address(host);
    return address.flatMap(
        ip -> IpText.port(matcher.group(3)).map(port -> new ListenAddress(ip, port)));
  }

  /** Whether both cannot be bound at a time: {@code [::]:443} also takes IPv4, as Linux does. */
  public boolean overlaps(ListenAddress other) {
    return port == other.port
        && (address.equals(other.address) || covers(other.address) || other.covers(address));
  }

  private boolean covers(InetAddress other) {
    return address.isAnyLocalAddress()
        && (!(address instanceof Inet4Address) || other instanceof Inet4Address);
  }
}
