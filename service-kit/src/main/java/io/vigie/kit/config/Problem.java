package io.vigie.kit.config;

import io.vigie.kit.config.yaml.Place;
import java.nio.file.Path;

/**
 * Something wrong, or odd, in a configuration file. Never shows a secret.
 *
 * @param file as it was named
 * @param line from 1
 * @param column from 1
 * @param what which key, and what is wrong with it
 * @param expected what should be there; may be empty
 * @param hint what to do; may be empty
 */
public record Problem(Path file, int line, int column, String what, String expected, String hint) {

  Problem(Path file, Place place, String what, String expected, String hint) {
    this(file, place.line(), place.column(), what, expected, hint);
  }

  /** In one line: {@code vigie.yaml:12:7: `pools.web.port` is 70000; expected … (hint)}. */
  @Override
  public String toString() {
    return "%s:%d:%d: %s%s%s"
        .formatted(
            file,
            line,
            column,
            what,
            expected.isEmpty() ? "" : "; expected " + expected,
            hint.isEmpty() ? "" : " (" + hint + ")");
  }
}
