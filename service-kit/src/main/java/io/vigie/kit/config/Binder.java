package io.vigie.kit.config;

import io.vigie.kit.config.PoolConfig.DatabaseConfig;
import io.vigie.kit.config.yaml.Place;
import io.vigie.kit.config.yaml.YamlNode;
import io.vigie.kit.config.yaml.YamlNode.Entries;
import io.vigie.kit.config.yaml.YamlNode.Entry;
import io.vigie.kit.config.yaml.YamlNode.Items;
import io.vigie.kit.config.yaml.YamlNode.Text;
import io.vigie.kit.config.yaml.YamlNode.Unreadable;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of a YAML tree as their {@link Key}s say. What is wrong goes to the findings, and a
 * default or a placeholder takes its place, so that one pass finds everything.
 */
final class Binder {
  private final Findings findings;
  private final Leaves leaves;
  private final Shorthands shorthands;
  private final boolean partial;

  /**
   * @param partial whether top-level keys may be missing because they could not be read
   */
  Binder(Entries root, boolean partial, Outside outside, Findings findings) {
    this.findings = findings;
    this.partial = partial;
    this.leaves = new Leaves(root, outside, findings);
    this.shorthands = new Shorthands(root, outside, findings);
  }

  /** The record a map stands for. */
  <R> R record(Class<R> type, Entries node, KeyPath path, @Nullable Scope outer) {
    List<Slot> slots = Slot.of(type);
    unknownKeys(node, path, slots);
    Scope scope = new Scope(outer);
    saidForOthers(node, path, slots, scope);
    List<@Nullable Object> values = new ArrayList<>();
    for (Slot slot : slots) {
      KeyPath there = path.then(slot.name());
      Optional<YamlNode> written =
          slot.key().unwritten() ? Optional.empty() : node.get(slot.name());
      written.ifPresent(value -> findings.written(there, value.place()));
      Object value =
          written.isPresent()
              ? written(slot, written.get(), there, scope)
              : absent(slot, node, there, scope);
      values.add(value);
      if (value != null) {
        scope.put(slot.name(), value);
      }
      relevance(slot, scope, path);
    }
    return type.cast(construct(type, values));
  }

  /** What one key says in the place of others is known before those are read. */
  private void saidForOthers(Entries node, KeyPath path, List<Slot> slots, Scope scope) {
    for (Slot slot : slots) {
      if (slot.key().shorthand() == Shorthand.SERVERS
          && node.get(slot.name()).orElse(null) instanceof Entries servers
          && shorthands.isDatabase(slot, servers)) {
        KeyPath there = path.then(slot.name());
        findings.written(there, servers.place());
        Entries database = shorthands.withoutNodes(slot, servers, there);
        DatabaseConfig read = record(DatabaseConfig.class, database, there, scope);
        scope.put("database(%s)".formatted(slot.name()), read);
        scope.put("nodePort(%s)".formatted(slot.name()), read.nodePort());
      }
    }
  }

  private void unknownKeys(Entries node, KeyPath path, List<Slot> slots) {
    List<String> known =
        slots.stream().filter(slot -> !slot.key().unwritten()).map(Slot::name).toList();
    boolean secrets = slots.stream().anyMatch(slot -> slot.raw() == Secret.class);
    for (Entry entry : node.entries()) {
      String key = entry.key().text();
      if (known.contains(key)) {
        continue;
      }
      // A key without a value where secrets stand may well be a secret without its key.
      boolean lone = entry.value() instanceof Text text && text.isNothing();
      String shown = secrets && lone ? "[hidden]" : Findings.shown(key);
      String guess = Suggest.hint(key, known);
      findings.error(
          path.then(key),
          entry.key().place(),
          "unknown key %s".formatted(path.then(shown).quoted()),
          guess.isEmpty() ? Scalars.oneOf(known) : "",
          guess);
    }
  }

  private @Nullable Object absent(Slot slot, Entries node, KeyPath path, Scope scope) {
    Optional<Object> said = scope.get(slot.key().by());
    if (said.isPresent()) {
      return said.get();
    }
    if (slot.optional()) {
      return null;
    }
    if (slot.required() && !(path.isTopLevel() && partial)) {
      findings.error(
          path,
          node.place(),
          "%s is missing".formatted(path.quoted()),
          expected(slot),
          slot.key().meaning());
    }
    return slot.required() ? placeholder(slot, path, scope) : byDefault(slot, path, scope);
  }

  private Object written(Slot slot, YamlNode node, KeyPath path, Scope scope) {
    if (node instanceof Unreadable) {
      findings.unusable(path);
      return placeholder(slot, path, scope);
    }
    if (node instanceof Text text && text.isNothing()) {
      findings.error(
          path,
          "%s has no value".formatted(path.quoted()),
          expected(slot),
          slot.required() ? slot.key().meaning() : "write one, or remove the key");
      return placeholder(slot, path, scope);
    }
    YamlNode full = shorthands.expand(slot, node, path, scope);
    return value(slot, full, path, scope).orElseGet(() -> placeholder(slot, path, scope));
  }

  private Optional<Object> value(Slot slot, YamlNode node, KeyPath path, Scope scope) {
    if (slot.raw() == List.class) {
      return Optional.of(list(slot, node, path, scope));
    }
    if (slot.raw() == Map.class) {
      return node instanceof Entries entries
          ? Optional.of(map(slot, entries, path, scope))
          : wrongKind(slot, node, path);
    }
    return element(slot, slot.raw(), node, path, scope);
  }

  private Optional<Object> element(
      Slot slot, Class<?> type, YamlNode node, KeyPath path, Scope scope) {
    if (node instanceof Unreadable) {
      findings.unusable(path);
      return Optional.empty();
    }
    if (isMap(type)) {
      return node instanceof Entries entries
          ? Optional.of(record(type, entries, path, scope))
          : wrongKind(slot, node, path);
    }
    return node instanceof Text text
        ? leaves.read(type, slot.key(), text, path)
        : wrongKind(slot, node, path);
  }

  /** One value that is no list counts as a list of one. */
  private List<Object> list(Slot slot, YamlNode node, KeyPath path, Scope scope) {
    List<YamlNode> items = node instanceof Items(_, List<YamlNode> many) ? many : List.of(node);
    requireFilled(slot, items.isEmpty(), path);
    List<Object> values = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      KeyPath there = path.item(i);
      findings.written(there, items.get(i).place());
      Optional<Object> value = element(slot, slot.element(), items.get(i), there, scope);
      value.ifPresent(values::add);
      if (value.isPresent() && !slot.element().isRecord() && !seen.add(value.get())) {
        findings.error(
            there,
            "%s repeats %s".formatted(there.quoted(), Findings.shown(value.get().toString())),
            "each value once",
            "remove it");
      }
    }
    return List.copyOf(values);
  }

  private Map<String, Object> map(Slot slot, Entries node, KeyPath path, Scope scope) {
    // Every one of no nodes is a fault of `nodes`, and reported there.
    boolean every =
        scope.get("all(%s)".formatted(slot.name())).isPresent()
            || scope.get("database(%s)".formatted(slot.name())).isPresent();
    requireFilled(slot, node.entries().isEmpty() && !every, path);
    Map<String, Object> values = new LinkedHashMap<>(wordsByDefault(slot, path, scope));
    for (Entry entry : node.entries()) {
      KeyPath there = path.then(entry.key().text());
      if (leaves.key(slot.key(), entry.key(), there)) {
        findings.written(there, entry.value().place());
        YamlNode value =
            entry.value() instanceof Text text && text.isNothing() && allDefaults(slot.element())
                ? new Entries(text.place(), List.of())
                : entry.value();
        element(slot, slot.element(), value, there, scope)
            .ifPresent(v -> values.put(entry.key().text(), v));
      }
    }
    return Collections.unmodifiableMap(values);
  }

  /** Whether {@code name:} with nothing behind it says enough. */
  private static boolean allDefaults(Class<?> type) {
    return type != Map.class && isMap(type) && Slot.of(type).stream().noneMatch(Slot::required);
  }

  private Map<String, Object> wordsByDefault(Slot slot, KeyPath path, Scope scope) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (slot.key().words().length > 0
        && slot.def().orElse(null) instanceof Entries(_, List<Entry> entries)) {
      for (Entry entry : entries) {
        String word = entry.key().text();
        element(slot, slot.element(), entry.value(), path.then(word), scope)
            .ifPresent(v -> values.put(word, v));
      }
    }
    return values;
  }

  private void requireFilled(Slot slot, boolean empty, KeyPath path) {
    if (empty && slot.key().filled()) {
      findings.error(path, "%s is empty".formatted(path.quoted()), "at least one", "");
    }
  }

  private Optional<Object> wrongKind(Slot slot, YamlNode node, KeyPath path) {
    String kind =
        switch (node) {
          case Unreadable _ -> "not readable";
          case Entries _ -> "a map";
          case Items _ -> "a list";
          case Text text ->
              slot.raw() == Secret.class ? "a text" : "the text " + Findings.shown(text.text());
        };
    String hint = isMap(slot.raw()) ? slot.key().meaning() : "";
    findings.error(path, "%s is %s".formatted(path.quoted(), kind), expected(slot), hint);
    return Optional.empty();
  }

  private static String expected(Slot slot) {
    Class<?> raw = slot.raw();
    if (slot.key().shorthand() != Shorthand.NONE) {
      return slot.key().shorthand().description();
    }
    if (isMap(raw)) {
      return "a map";
    }
    return raw == List.class
        ? slot.element().isRecord()
            ? "a list of maps"
            : "a list; each %s".formatted(Scalars.expected(slot.element(), slot.key()))
        : Scalars.expected(raw, slot.key());
  }

  private static boolean isMap(Class<?> type) {
    return type == Map.class || (type.isRecord() && type != Secret.class);
  }

  private Object byDefault(Slot slot, KeyPath path, Scope scope) {
    if (Formula.isOne(slot.key().def())) {
      return Formula.value(slot.key().def(), scope);
    }
    return value(slot, slot.def().orElseThrow(), path, scope)
        .orElseThrow(() -> new IllegalStateException("the default of " + path + " is wrong"));
  }

  /** Something to go on with after a problem. */
  private Object placeholder(Slot slot, KeyPath path, Scope scope) {
    if (!slot.key().def().isEmpty()) {
      return byDefault(slot, path, scope);
    }
    Class<?> raw = slot.raw();
    if (raw != Map.class && isMap(raw)) {
      Object[] made = new Object[1];
      findings.muted(() -> made[0] = record(raw, new Entries(Place.START, List.of()), path, scope));
      return made[0];
    }
    return Leaves.placeholder(raw);
  }

  private void relevance(Slot slot, Scope scope, KeyPath path) {
    String[] types = slot.key().types();
    String type = scope.get("type").map(Slot::word).orElse("");
    KeyPath there = path.then(slot.name());
    if (types.length > 0 && findings.isWritten(there) && !List.of(types).contains(type)) {
      findings.warning(
          there,
          "%s means nothing for type %s".formatted(there.quoted(), type),
          "type " + String.join(" or ", types),
          "remove it, or change `type`");
    }
  }

  private static Object construct(Class<?> type, List<@Nullable Object> values) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructors()[0];
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("can't make a " + type.getSimpleName(), e);
    }
  }
}
