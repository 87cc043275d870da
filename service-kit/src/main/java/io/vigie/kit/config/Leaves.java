package io.vigie.kit.config;

import io.vigie.kit.config.yaml.YamlNode.Entries;
import io.vigie.kit.config.yaml.YamlNode.Text;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads single values and the keys of maps: form, range, references, and names that must exist. */
final class Leaves {
  private final Entries root;
  private final Outside outside;
  private final Findings findings;

  Leaves(Entries root, Outside outside, Findings findings) {
    this.root = root;
    this.outside = outside;
    this.findings = findings;
  }

  /** A value; empty if it is wrong, which is then known to the findings. */
  Optional<Object> read(Class<?> type, Key key, Text node, KeyPath path) {
    if (node.isNothing()) {
      findings.error(
          path, path.quoted() + " has no value", Scalars.expected(type, key), "write one");
      return Optional.empty();
    }
    if (type == String.class) {
      return text(key, node, path, Findings.shown(node.text())).map(text -> text);
    }
    if (type == Secret.class) {
      return text(key, node, path, "[hidden]").map(Secret::new);
    }
    Optional<Object> value = Scalars.read(type, key, node);
    if (value.isEmpty()) {
      findings.error(
          path,
          "%s is %s".formatted(path.quoted(), Findings.shown(node.text())),
          Scalars.expected(type, key),
          Scalars.hint(type, key, node));
    }
    return value;
  }

  /** Whether a key may stand in this map. */
  boolean key(Key key, Text node, KeyPath path) {
    String name = node.text();
    List<String> words = List.of(key.words());
    if (!words.isEmpty() && !words.contains(name)) {
      findings.error(
          path,
          node.place(),
          "unknown key %s".formatted(path.quoted()),
          Scalars.oneOf(words),
          Suggest.hint(name, words));
      return false;
    }
    if (!key.keysIn().isEmpty()) {
      return known(key.keysIn(), node, path);
    }
    if (!key.keys().accepts(name)) {
      findings.error(
          path,
          node.place(),
          "the key %s is not allowed".formatted(Findings.shown(name)),
          key.keys().description(),
          key.keys() == Form.KAFKA_SECURITY ? Suggest.hint(name, FormTests.kafkaSecurity()) : "");
      return false;
    }
    return true;
  }

  private Optional<String> text(Key key, Text node, KeyPath path, String shown) {
    References.Filled filled = References.fill(node.text(), outside);
    for (References.Fault fault : filled.faults()) {
      findings.error(
          path, "%s %s".formatted(path.quoted(), fault.what()), fault.expected(), fault.hint());
    }
    if (!filled.faults().isEmpty()) {
      return Optional.empty();
    }
    String text = filled.text();
    if (!key.in().isEmpty()) {
      return known(key.in(), new Text(node.place(), text, node.plain()), path)
          ? Optional.of(text)
          : Optional.empty();
    }
    if (!key.form().accepts(text)) {
      findings.error(
          path,
          "%s is %s".formatted(path.quoted(), shown),
          key.form().description(),
          hint(key.form(), text));
      return Optional.empty();
    }
    return Pem.isFile(key.form()) ? file(key.form(), text, path) : Optional.of(text);
  }

  private Optional<String> file(Form form, String text, KeyPath path) {
    return switch (Pem.read(form, text, outside)) {
      case Pem.Content.Kept(String value) -> Optional.of(value);
      case Pem.Content.Wrong(String what) -> {
        findings.error(path, "%s %s".formatted(path.quoted(), what), form.description(), "");
        yield Optional.empty();
      }
    };
  }

  /** Whether a name is under this top-level key. */
  private boolean known(String map, Text node, KeyPath path) {
    Optional<List<String>> names = Names.under(root, map);
    if (names.isEmpty() || names.get().contains(node.text())) {
      return true;
    }
    findings.error(
        path,
        node.place(),
        "%s: there is no %s under `%s`".formatted(path.quoted(), Findings.shown(node.text()), map),
        names.get().isEmpty()
            ? "a name under `%s`, which has none".formatted(map)
            : Scalars.oneOf(names.get()),
        Suggest.hint(node.text(), names.get()));
    return false;
  }

  private static String hint(Form form, String text) {
    if (form == Form.NETWORK && IpText.isPrefixed(text)) {
      String length = text.substring(text.indexOf('/'));
      return "bits are set behind the prefix: write %s%s for the network"
          .formatted(IpText.network(text), length);
    }
    if (form == Form.NAMESPACED && text.indexOf('/') < 0) {
      return "the namespace first: NAMESPACE/" + Findings.shown(text);
    }
    if (form == Form.LISTEN && text.startsWith("localhost:")) {
      return "names are not looked up here: write 127.0.0.1 or [::1]";
    }
    boolean bareIpv6 = text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("[");
    return (form == Form.LISTEN || form == Form.HOST_PORT) && bareIpv6
        ? "put an IPv6 address in brackets: [::1]:443"
        : "";
  }

  static Object placeholder(Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return 0;
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == Duration.class) {
      return Duration.ZERO;
    }
    if (type == Secret.class) {
      return new Secret("");
    }
    if (type == List.class) {
      return List.of();
    }
    if (type == Map.class) {
      return Map.of();
    }
    return type.isEnum() ? type.getEnumConstants()[0] : "";
  }
}
