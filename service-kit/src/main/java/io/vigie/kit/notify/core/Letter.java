package io.vigie.kit.notify.core;

import io.vigie.event.Tone;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A parcel as each kind of target reads it.
 *
 * @param cluster the installation
 * @param parcel what is told
 */
public record Letter(String cluster, Parcel parcel) {

  /** The longest text; ntfy makes an attachment of what is longer than 4,096 bytes. */
  public static final int MOST_BYTES = 4_000;

  private static final String MORE = "…";

  /** Short, in ASCII. */
  public String title() {
    return "Vigie " + cluster;
  }

  /** What happened; where it is from, and what tells it from a copy of the same. */
  public String text() {
    String origin = "\n" + origin(parcel.notices().getLast());
    int room = MOST_BYTES - bytes(origin);
    if (parcel.notices().size() == 1 && parcel.held() <= 1) {
      return cut(parcel.notices().getFirst().text(), room) + origin;
    }
    String head =
        "%d more since %s, held back by the limit; the last word on each of %d:"
            .formatted(
                parcel.held(),
                Instant.ofEpochMilli(parcel.sinceMillis()).truncatedTo(ChronoUnit.SECONDS),
                parcel.notices().size());
    StringBuilder text = new StringBuilder(head);
    int each = (room - bytes(head)) / parcel.notices().size() - 1;
    parcel.notices().forEach(one -> text.append('\n').append(cut(one.text(), each)));
    return text + origin;
  }

  /** The worst of it. */
  public Tone tone() {
    List<Tone> tones = parcel.notices().stream().map(Notice::tone).toList();
    for (Tone worse : List.of(Tone.BAD, Tone.WARNING, Tone.STRONG, Tone.GOOD)) {
      if (tones.contains(worse)) {
        return worse;
      }
    }
    return Tone.PLAIN;
  }

  /** The name of a picture in ntfy's and Slack's lists of emoji. */
  public String emoji() {
    return switch (tone()) {
      case BAD -> "rotating_light";
      case WARNING -> "warning";
      case GOOD -> "white_check_mark";
      case STRONG, FAINT, PLAIN -> "information_source";
    };
  }

  /** The text in Slack's markup: nobody is called and nothing is linked by what a name holds. */
  public String slack() {
    String plain = text().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return ":%s: *%s* %s".formatted(emoji(), cluster, plain);
  }

  /** The four arguments that keepalived gives to a notify script. */
  public List<String> arguments() {
    Notice one = parcel.notices().getFirst();
    return List.of(one.kind(), one.name(), one.state(), String.valueOf(one.priority()));
  }

  /** What else a program may want to know. */
  public Map<String, String> environment() {
    Notice one = parcel.notices().getFirst();
    Map<String, String> known = new LinkedHashMap<>();
    known.put("VIGIE_CLUSTER", cluster);
    known.put("VIGIE_HOST", one.host());
    known.put("VIGIE_SERVICE", one.service());
    known.put("VIGIE_TIME", one.time());
    known.put("VIGIE_TEXT", one.text());
    known.put("VIGIE_KEY", one.key());
    known.put("VIGIE_EVENT", one.event());
    known.put("VIGIE_CORRELATION", one.correlation());
    known.put("VIGIE_HELD", String.valueOf(parcel.held()));
    return known;
  }

  private static String origin(Notice one) {
    return String.join(" · ", one.host(), one.time(), one.key(), one.event());
  }

  /** Not longer than so many bytes of UTF-8. */
  private static String cut(String text, int most) {
    if (bytes(text) <= most) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int room = most - bytes(MORE);
    for (int c : text.codePoints().toArray()) {
      room -= bytes(Character.toString(c));
      if (room < 0) {
        break;
      }
      kept.appendCodePoint(c);
    }
    return kept + MORE;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
