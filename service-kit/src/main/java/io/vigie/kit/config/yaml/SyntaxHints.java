package io.vigie.kit.config.yaml;

import java.util.List;
import java.util.Locale;

/** Says in plain words what a YAML parser complains of. */
final class SyntaxHints {

  private record Hint(String sign, String what, String expected, String hint) {}

  private static final List<Hint> HINTS =
      List.of(
          new Hint(
              "\\t(tab)", "a tab in the indentation", "spaces", "indent with two spaces per level"),
          new Hint(
              "mapping values are not allowed here",
              "a `:` where no key can be",
              "a key on its own line, or a quoted text",
              "check the indentation; quote a text that contains `: `"),
          new Hint(
              "could not find expected ':'",
              "a line without `:`",
              "`key: value`",
              "put a colon and a space after the key of this line or the one before"),
          new Hint(
              "expected <block end>",
              "this line does not fit the indentation of those before",
              "the same indentation as its neighbours",
              "align it with the keys above"),
          new Hint(
              "expected ',' or '}'",
              "an unfinished `{`",
              "`,` or `}`",
              "close the bracket, or quote a text with special characters"),
          new Hint(
              "expected ',' or ']'",
              "an unfinished `[`",
              "`,` or `]`",
              "close the bracket, or quote a text with special characters"),
          new Hint(
              "unexpected end of stream",
              "the text ends inside quotes",
              "a closing quote",
              "close the quotes"),
          new Hint(
              "unknown escape character",
              "an unknown escape in double quotes",
              "one of \\n \\t \\\" \\\\ \\xHH …",
              "use single quotes to keep a backslash"),
          new Hint(
              "cannot start any token",
              "a character that begins no value",
              "a value",
              "quote the text"));

  private SyntaxHints() {}

  static Flaw explain(Place place, String problem, String text) {
    if (place.column() > 1 && charAt(text, place) == '\t') {
      return new Flaw(place, HINTS.get(0).what, HINTS.get(0).expected, HINTS.get(0).hint);
    }
    String lower = problem.toLowerCase(Locale.ROOT);
    return HINTS.stream()
        .filter(hint -> lower.contains(hint.sign))
        .findFirst()
        .map(hint -> new Flaw(place, hint.what, hint.expected, hint.hint))
        .orElseGet(
            () ->
                new Flaw(place, "not YAML: " + Shown.brief(problem), "YAML 1.2", "quote the text"));
  }

  private static int charAt(String text, Place place) {
    return text.lines()
        .skip(place.line() - 1L)
        .findFirst()
        .filter(line -> line.codePointCount(0, line.length()) >= place.column())
        .map(line -> line.codePointAt(line.offsetByCodePoints(0, place.column() - 1)))
        .orElse(-1);
  }
}
