package io.vigie.kit.notify.core;

import io.vigie.event.Tone;

/**
 * Something worth telling a person.
 *
 * @param event the id of the event behind it
 * @param correlation the id of the first event of its chain
 * @param kind what it is about: {@code INSTANCE} or {@code GROUP} as keepalived writes them, else
 *     {@code NODE}, {@code VIP} and the like
 * @param name which one
 * @param state what it is now: {@code MASTER}, {@code DOWN}
 * @param priority the priority a virtual router speaks with; 0 for all else
 * @param text one line for people
 * @param tone whether that is good news
 * @param host the balancer that says so
 * @param service the service that says so
 * @param time when, by that host's clock, RFC 3339
 */
public record Notice(
    String event,
    String correlation,
    String kind,
    String name,
    String state,
    int priority,
    String text,
    Tone tone,
    String host,
    String service,
    String time) {

  /** The longest text and name, in characters. */
  static final int MOST_TEXT = 600;

  public Notice {
    name = plain(name);
    text = plain(text);
  }

  /** What it is the last word on. */
  public String subject() {
    return kind + "/" + name;
  }

  /** The same for the same fact, whoever says it: {@code NODE/k3s-1/DOWN}. */
  public String key() {
    return subject() + "/" + state;
  }

  /** Cut to length, without what could break a line, a header or an argument. */
  private static String plain(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .limit(MOST_TEXT)
        .map(c -> Character.isISOControl(c) || isSurrogate(c) ? ' ' : c)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }
}
