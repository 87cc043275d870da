package io.vigie.kit.config;

import io.vigie.kit.config.yaml.YamlNode;
import io.vigie.kit.config.yaml.YamlNode.Entries;
import java.util.List;
import java.util.Optional;

/** The names that a file defines under its top-level keys. */
final class Names {

  private Names() {}

  /** Those under a key; none if it is not there; empty if what is there is no map. */
  static Optional<List<String>> under(Entries root, String key) {
    Optional<YamlNode> node = root.get(key);
    if (node.isEmpty()) {
      return Optional.of(List.of());
    }
    return node.get() instanceof Entries entries
        ? Optional.of(entries.entries().stream().map(entry -> entry.key().text()).toList())
        : Optional.empty();
  }
}
