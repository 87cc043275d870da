package io.vigie.kit.config.yaml;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says in plain words what a YAML parser complains of. */
final class SyntaxHints {

  /**
   * @param unfinished whether it matters where it began
   */
  private record Hint(String sign, boolean unfinished, String what, String expected, String hint) {}

  private static final List<Hint> HINTS =
      List.of(
          new Hint(
              "\\t(tab)",
              false,
              "a tab in the indentation",
              "spaces",
              "indent with two spaces per level"),
          new Hint(
              "mapping values are not allowed here",
              false,
              "a `:` where no key can be",
              "a key on its own line, or a quoted text",
              "check the indentation; quote a text that contains `: `"),
          new Hint(
              "could not find expected ':'",
              false,
              "a line without `:`",
              "`key: value`",
              "put a colon and a space after the key of this line or the one before"),
          new Hint(
              "expected <block end>",
              false,
              "this line does not fit the indentation of those before",
              "the same indentation as its neighbours",
              "align it with the keys above"),
          new Hint(
              "expected ',' or '}'",
              true,
              "an unfinished `{`",
              "`,` or `}`",
              "close the bracket, or quote a text with special characters"),
          new Hint(
              "expected ',' or ']'",
              true,
              "an unfinished `[`",
              "`,` or `]`",
              "close the bracket, or quote a text with special characters"),
          new Hint(
              "unexpected end of stream",
              true,
              "the text ends inside quotes",
              "a closing quote",
              "close the quotes"),
          new Hint(
              "unknown escape character",
              false,
              "an unknown escape in double quotes",
              "one of \\n \\t \\\" \\\\ \\xHH …",
              "use single quotes to keep a backslash"),
          new Hint(
              "cannot start any token",
              false,
              "a character that begins no value",
              "a value",
              "quote the text"));

  private SyntaxHints() {}

  /**
   * @param place where it was noticed
   * @param begun where that began which it is a part of
   */
  static Flaw explain(Place place, Optional<Place> begun, String problem) {
    String lower = problem.toLowerCase(Locale.ROOT);
    return HINTS.stream()
        .filter(hint -> lower.contains(hint.sign))
        .findFirst()
        .map(hint -> new Flaw(place, hint.what + begin(hint, begun), hint.expected, hint.hint))
        .orElseGet(
            () ->
                new Flaw(place, "not YAML: " + Shown.brief(problem), "YAML 1.2", "quote the text"));
  }

  private static String begin(Hint hint, Optional<Place> begun) {
    return begun
        .filter(_ -> hint.unfinished)
        .map(place -> ", begun at %d:%d".formatted(place.line(), place.column()))
        .orElse("");
  }
}
