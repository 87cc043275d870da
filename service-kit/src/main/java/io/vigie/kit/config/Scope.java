package io.vigie.kit.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values read so far, of a record and of those around it: what a {@link Formula} may name. */
final class Scope {
  private final @Nullable Scope outer;
  private final Map<String, Object> values = new HashMap<>();

  Scope(@Nullable Scope outer) {
    this.outer = outer;
  }

  void put(String name, Object value) {
    values.put(name, value);
  }

  /** The nearest value of this name. */
  Optional<Object> get(String name) {
    Object value = values.get(name);
    if (value != null) {
      return Optional.of(value);
    }
    return outer == null ? Optional.empty() : outer.get(name);
  }
}
