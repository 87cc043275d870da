package io.vigie.console.core.picture;

import io.vigie.event.Tone;

/**
 * One thing that is not as it should be.
 *
 * @param subject what: {@code KIND/NAME}, such as {@code node/k3s-1}
 * @param tone how bad it is
 * @param text the same for people
 */
public record Reason(String subject, Tone tone, String text) {

  static Reason bad(String kind, String name, String text) {
    return new Reason(kind + "/" + name, Tone.BAD, text);
  }

  static Reason warning(String kind, String name, String text) {
    return new Reason(kind + "/" + name, Tone.WARNING, text);
  }
}
