package io.vigie.kit.news.link;

import io.vertx.core.buffer.Buffer;
import io.vigie.event.Sequence;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The line that says: still here, and this was the last event. */
final class Ping {

  /** How often it is sent, in ms. */
  static final int EVERY_MILLIS = 200;

  private static final Pattern FORM = Pattern.compile("\\{\"ping\":\"(\\d{10}\\.\\d{12})\"}");

  private Ping() {}

  static Buffer line(Sequence last) {
    return Buffer.buffer("{\"ping\":\"" + last + "\"}\n");
  }

  /** The last sequence, if this line (without its end) is a ping. */
  static Optional<Sequence> parse(Buffer line) {
    if (line.length() > 64 || line.length() < 2 || line.getByte(1) != '"') {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(line.toString());
    return matcher.matches() ? Optional.of(Sequence.parse(matcher.group(1))) : Optional.empty();
  }
}
