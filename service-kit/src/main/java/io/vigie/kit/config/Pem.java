package io.vigie.kit.config;

import java.nio.file.Path;
import java.util.Optional;

/** What values that name files must find there, and what is kept of them. */
final class Pem {
  private static final int MOST_BYTES = 1 << 20;

  /** What came of a value: what to keep, or what is wrong ("names …, which does not exist"). */
  sealed interface Content {
    /** Fine. */
    record Kept(String value) implements Content {}

    /** Not. */
    record Wrong(String what) implements Content {}
  }

  private Pem() {}

  /** Whether values of this form name files. */
  static boolean isFile(Form form) {
    return sign(form).isPresent() || form == Form.FILE;
  }

  /** Looks into the file that a value names, or at the value if it is PEM text itself. */
  static Content read(Form form, String value, Outside outside) {
    boolean inline = value.startsWith("-----BEGIN ");
    if (inline && (form == Form.CERTIFICATE || form == Form.PRIVATE_KEY)) {
      return check(form, value, value, "has text");
    }
    return switch (outside.text(value, MOST_BYTES)) {
      case Outside.Answer.Missing(String why) ->
          new Content.Wrong("names the file %s, which %s".formatted(Findings.shown(value), why));
      case Outside.Answer.Found(String text) -> {
        Path file = outside.directory().resolve(value);
        boolean keepPath = form == Form.FILE || form == Form.CERTIFICATE_FILE;
        yield check(
            form,
            text,
            keepPath ? file.toString() : text,
            "names the file %s".formatted(Findings.shown(value)));
      }
    };
  }

  private static Content check(Form form, String text, String keep, String subject) {
    Optional<String> sign = sign(form);
    return sign.isEmpty() || (text.contains("-----BEGIN ") && text.contains(sign.get()))
        ? new Content.Kept(keep)
        : new Content.Wrong("%s without `%s`".formatted(subject, sign.get()));
  }

  private static Optional<String> sign(Form form) {
    return switch (form) {
      case CERTIFICATE, CERTIFICATE_FILE -> Optional.of("CERTIFICATE-----");
      case PRIVATE_KEY -> Optional.of("PRIVATE KEY-----");
      default -> Optional.empty();
    };
  }
}
