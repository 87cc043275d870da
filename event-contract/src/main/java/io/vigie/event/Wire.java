package io.vigie.event;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** An enum constant as it stands in JSON: lower case, words joined by a hyphen. */
public interface Wire {

  /** The constant's Java name. */
  String name();

  /** The constant's name in JSON, such as {@code slow-start}. */
  @JsonValue
  default String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
