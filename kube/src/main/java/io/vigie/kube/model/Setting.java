package io.vigie.kube.model;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code longhorn.io/v1beta2 Setting}.
 *
 * @param key {@code metadata.name}
 * @param value {@code value}: text, or JSON by data engine: {@code {"v1":"8","v2":"8"}}
 */
public record Setting(String key, String value) implements Kubernetes {

  private static final Pattern V1 = Pattern.compile("\"v1\"\\s*:\\s*\"?(\\d{1,9})");

  /** Its number, that of the v1 data engine where they differ; none if it is not one. */
  public OptionalInt number() {
    if (value.matches("\\d{1,9}")) {
      return OptionalInt.of(Integer.parseInt(value));
    }
    Matcher v1 = V1.matcher(value);
    return v1.find() ? OptionalInt.of(Integer.parseInt(v1.group(1))) : OptionalInt.empty();
  }
}
