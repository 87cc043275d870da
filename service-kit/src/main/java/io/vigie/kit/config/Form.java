package io.vigie.kit.config;

import java.util.regex.Pattern;

/** What a text in the file looks like. */
public enum Form {
  /** Any text. */
  ANY("any text", "[\\s\\S]*"),
  /** Any text but an empty one. */
  TEXT("a text", "[\\s\\S]+"),
  /** A name that can stand in addresses of events, URLs and metrics. */
  NAME("a name of letters, digits, `.`, `_` and `-`", "[A-Za-z0-9][A-Za-z0-9._-]{0,62}"),
  /** A namespace and a name of Kubernetes. */
  NAMESPACED(
      "namespace/name, such as db/pg-main",
      "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?"),
  /** A DNS name. */
  HOST_NAME("a host name", "(?=.{1,253}$)" + Patterns.HOST),
  /** An IP address. */
  IP("an IP address", "[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?"),
  /** An IP address or a DNS name. */
  ADDRESS("an IP address or a host name", "[0-9A-Za-z:._%-]+"),
  /** An IP address with a prefix length. */
  PREFIXED_IP(
      "an IP address with a prefix length, such as 192.168.1.8/24", "[0-9A-Fa-f:.]+/\\d{1,3}"),
  /** A network. */
  NETWORK("a network, such as 10.0.0.0/8, or an IP address", "[0-9A-Fa-f:.]+(/\\d{1,3})?"),
  /** Where to listen. */
  LISTEN(
      "address:port, [address]:port or :port, with a port from 1 to 65535", ListenAddress.PATTERN),
  /** A host and a port. */
  HOST_PORT("host:port, with a port from 1 to 65535", "(\\[[^\\]\\[]+\\]|[^:\\[\\]]+):\\d{1,5}"),
  /** A peer of VRRP. */
  PEER("`multicast` or an IP address", "multicast|[0-9A-Fa-f:.]+"),
  /** A network interface of Linux. */
  INTERFACE("a network interface, such as eth0", "[^\\s/:]{1,15}"),
  /** A URL of an API. */
  URL("a URL, such as https://192.168.1.103:6443", "https?://[^\\s/?#@]+(/[^\\s?#]*)?"),
  /** Where to post to; what of it is secret cannot be told. */
  WEBHOOK("a URL, such as https://ntfy.sh/my-topic", "https?://[^\\s/?#@]+(/[^\\s#]*)?"),
  /** A name in TLS, perhaps with a star in front. */
  SERVER_NAME("a host name, or `*.` and a domain", "(?=.{1,253}$)(\\*\\.)?" + Patterns.HOST),
  /** HTTP statuses. */
  STATUS("an HTTP status or a range of them, such as 200 or 200-399", "[1-5]\\d\\d(-[1-5]\\d\\d)?"),
  /** An HTTP method. */
  METHOD("an HTTP method, such as GET", "[A-Z]{1,20}"),
  /** An HTTP path. */
  PATH("a path that begins with /", "/[!-~]*"),
  /** The value of an HTTP header. */
  HEADER("a header value without control characters", "[\\t -~]*"),
  /** The name of an HTTP header. */
  HEADER_NAME("a header name", "[A-Za-z0-9!#$%&'*+.^_|~-]+"),
  /** A TLS application protocol. */
  ALPN("a protocol name, such as h2 or http/1.1", "[!-~]{1,255}"),
  /** Bytes to send or to expect. */
  SCRIPT(
      "a text in which a backslash begins \\r, \\n, \\t, \\\\ or \\xHH",
      "([^\\\\]|\\\\[rnt\\\\]|\\\\x[0-9A-Fa-f]{2})*"),
  /** A bearer token. */
  TOKEN("a token without spaces and control characters", "[!-~]+"),
  /** A part of a whole. */
  PERCENT("a percentage, such as 99.9%", "(100(\\.0{1,6})?|[1-9]?[0-9](\\.[0-9]{1,6})?)%"),
  /** A day. */
  DATE("a day, such as 2026-11-01", "[0-9]{4}-[0-9]{2}-[0-9]{2}"),
  /** A setting of Kafka's clients for TLS or SASL. */
  KAFKA_SECURITY(
      "a setting of Kafka's clients for TLS or SASL", "(security|ssl|sasl)\\.[a-z0-9.]+"),
  /** A file. */
  FILE("a file that can be read"),
  /** A PEM file. */
  CERTIFICATE_FILE("a PEM file with certificates"),
  /** A PEM file or its text; the text is what is kept. */
  CERTIFICATE("a PEM file with certificates"),
  /** A PEM file or its text; the text is what is kept. */
  PRIVATE_KEY("a PEM file with a private key");

  private final String description;
  private final Pattern pattern;

  Form(String description) {
    this(description, "[\\s\\S]+");
  }

  Form(String description, String pattern) {
    this.description = description;
    this.pattern = Pattern.compile(pattern);
  }

  /** For people: "a host name". */
  public String description() {
    return description;
  }

  /**
   * A regular expression for the whole text, for the schema; it may let a little more pass than
   * {@link #accepts}.
   */
  public String pattern() {
    return pattern.pattern();
  }

  /** Whether a text is of this form. What a file says is not asked here. */
  public boolean accepts(String text) {
    return switch (this) {
      case IP -> IpText.address(text).isPresent();
      case ADDRESS -> FormTests.isAddress(text);
      case PREFIXED_IP -> IpText.isPrefixed(text);
      case NETWORK -> IpText.isNetwork(text);
      case LISTEN -> ListenAddress.parse(text).isPresent();
      case HOST_PORT -> FormTests.isHostPort(text);
      case PEER -> text.equals("multicast") || IpText.address(text).isPresent();
      case DATE -> FormTests.isDate(text);
      case WEBHOOK -> pattern.matcher(text).matches() && FormTests.isUrl(text);
      case STATUS -> FormTests.isStatus(text);
      case SCRIPT -> FormTests.isScript(text);
      case KAFKA_SECURITY -> FormTests.isKafkaSecurity(text);
      default -> pattern.matcher(text).matches();
    };
  }

  private static final class Patterns {
    static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    static final String HOST = LABEL + "(\\." + LABEL + ")*\\.?";
  }
}
