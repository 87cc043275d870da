package io.vigie.kit.config.yaml;

import io.vigie.kit.config.yaml.YamlNode.Text;

/**
 * What is wrong with a text as YAML.
 *
 * @param what the fault
 * @param expected what should be there
 * @param hint what to do; may be empty
 */
public record Flaw(Place place, String what, String expected, String hint) {

  /** A key that is there again. */
  static Flaw twice(Text key, Text first) {
    return new Flaw(
        key.place(),
        "the key `%s` is here twice".formatted(Shown.brief(key.text())),
        "each key once",
        "the first is in line %d; remove one".formatted(first.place().line()));
  }
}
