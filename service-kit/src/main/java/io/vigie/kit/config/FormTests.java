package io.vigie.kit.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The {@link Form}s that a regular expression describes badly. */
final class FormTests {
  /** A hexadecimal escape in a script is {@code \xHH}. */
  private static final int HEX_DIGITS = 2;

  private FormTests() {}

  static boolean isAddress(String text) {
    return IpText.address(text).isPresent()
        || (Form.HOST_NAME.accepts(text) && !text.matches("[\\d.]+"));
  }

  static boolean isHostPort(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || IpText.port(text.substring(colon + 1)).isEmpty()) {
      return false;
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      return IpText.address(host.substring(1, host.length() - 1)).isPresent();
    }
    return !host.contains(":") && isAddress(host);
  }

  static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  static boolean isUrl(String text) {
    try {
      URI url = new URI(text);
      return url.getHost() != null && url.getPort() <= 65_535 && url.getPort() != 0;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  static boolean isStatus(String text) {
    return text.matches("[1-5]\\d\\d(-[1-5]\\d\\d)?")
        && (text.length() == 3 || text.substring(0, 3).compareTo(text.substring(4)) <= 0);
  }

  /** By hand: the regular expression would recurse once per character. */
  static boolean isScript(String text) {
    int at = text.indexOf('\\');
    while (at >= 0) {
      int length = escapeLength(text, at + 1);
      if (length == 0) {
        return false;
      }
      at = text.indexOf('\\', at + 1 + length);
    }
    return true;
  }

  private static int escapeLength(String text, int at) {
    if (at == text.length()) {
      return 0;
    }
    if (text.charAt(at) != 'x') {
      return "rnt\\".indexOf(text.charAt(at)) < 0 ? 0 : 1;
    }
    int end = at + 1 + HEX_DIGITS;
    return end <= text.length() && text.substring(at + 1, end).matches("[0-9A-Fa-f]+")
        ? 1 + HEX_DIGITS
        : 0;
  }

  static boolean isKafkaSecurity(String text) {
    return kafkaSecurity().contains(text);
  }

  /** Kafka's own keys for TLS and SASL. */
  static Set<String> kafkaSecurity() {
    Set<String> names = new TreeSet<>(ProducerConfig.configNames());
    names.removeIf(name -> !name.matches("(security|ssl|sasl)\\..*"));
    return names;
  }
}
