package io.vigie.kit.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way to a value: {@code pools.web.servers.k3s-1.port}, {@code checks.api.expect[0]}.
 *
 * @param steps keys, and {@code [n]} for the elements of a list
 */
record KeyPath(List<String> steps) {

  static final KeyPath ROOT = new KeyPath(List.of());

  static KeyPath of(String... steps) {
    return new KeyPath(List.of(steps));
  }

  KeyPath then(String step) {
    List<String> longer = new ArrayList<>(steps);
    longer.add(step);
    return new KeyPath(List.copyOf(longer));
  }

  KeyPath item(int index) {
    return then("[" + index + "]");
  }

  /** Where this value stands in; none for the root. */
  Optional<KeyPath> parent() {
    return steps.isEmpty()
        ? Optional.empty()
        : Optional.of(new KeyPath(steps.subList(0, steps.size() - 1)));
  }

  boolean isTopLevel() {
    return steps.size() == 1;
  }

  /** As people write it, in back-quotes. */
  String quoted() {
    return steps.isEmpty() ? "the file" : "`" + this + "`";
  }

  @Override
  public String toString() {
    return String.join(".", steps).replace(".[", "[");
  }
}
