package io.vigie.kit.config.yaml;

/** How foreign text is shown in a message: in one line, short, without control characters. */
public final class Shown {
  private static final int MOST_CHARACTERS = 60;

  private Shown() {}

  /** At most 60 characters of a text. */
  public static String brief(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(MOST_CHARACTERS)
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .forEach(shown::appendCodePoint);
    return text.codePointCount(0, text.length()) > MOST_CHARACTERS ? shown + "…" : shown.toString();
  }
}
