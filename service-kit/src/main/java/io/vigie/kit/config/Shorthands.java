package io.vigie.kit.config;

import io.vigie.kit.config.PoolConfig.DatabaseConfig;
import io.vigie.kit.config.yaml.Place;
import io.vigie.kit.config.yaml.YamlNode;
import io.vigie.kit.config.yaml.YamlNode.Entries;
import io.vigie.kit.config.yaml.YamlNode.Entry;
import io.vigie.kit.config.yaml.YamlNode.Items;
import io.vigie.kit.config.yaml.YamlNode.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes shorthands out in full, so that the binder sees one way to write a thing. */
final class Shorthands {
  private static final List<String> DATABASE =
      Slot.of(DatabaseConfig.class).stream().map(Slot::name).toList();

  private final Entries root;
  private final Outside outside;
  private final Findings findings;

  Shorthands(Entries root, Outside outside, Findings findings) {
    this.root = root;
    this.outside = outside;
    this.findings = findings;
  }

  YamlNode expand(Slot slot, YamlNode node, KeyPath path, Scope scope) {
    return switch (slot.key().shorthand()) {
      case NONE -> node;
      case SERVERS -> servers(slot, node, path, scope);
      case KUBECONFIG ->
          node instanceof Text(Place place, String text, _) && text.equals("kubeconfig")
              ? kubeconfig(place, path)
              : node;
    };
  }

  private YamlNode servers(Slot slot, YamlNode node, KeyPath path, Scope scope) {
    if (node instanceof Text(Place place, String text, _) && text.equals("all")) {
      scope.put("all(%s)".formatted(slot.name()), true);
      return new Entries(
          place, nodes(slot).stream().map(name -> empty(new Text(place, name, true))).toList());
    }
    Object database = scope.get("database(%s)".formatted(slot.name())).orElse(null);
    if (database instanceof DatabaseConfig known && node instanceof Entries entries) {
      return everywhere(slot, entries.place(), Math.max(1, known.nodePort()));
    }
    return node instanceof Items(Place place, List<YamlNode> items)
        ? new Entries(place, named(items, path))
        : node;
  }

  /** Whether servers are said by a database, by one of its words at least. */
  boolean isDatabase(Slot slot, Entries servers) {
    List<String> nodes = nodes(slot);
    return servers.entries().stream()
        .map(entry -> entry.key().text())
        .anyMatch(key -> DATABASE.contains(key) && !nodes.contains(key));
  }

  /** A database without the nodes that stand beside it, which is an error. */
  Entries withoutNodes(Slot slot, Entries servers, KeyPath path) {
    List<String> nodes = nodes(slot);
    List<Entry> kept = new ArrayList<>();
    for (Entry entry : servers.entries()) {
      String key = entry.key().text();
      if (DATABASE.contains(key) || !nodes.contains(key)) {
        kept.add(entry);
        continue;
      }
      findings.error(
          path.then(key),
          entry.key().place(),
          "%s is a node beside a database".formatted(path.then(key).quoted()),
          "either %s, or nodes".formatted(String.join(", ", DATABASE)),
          "remove it: any node may become the primary's");
    }
    return new Entries(servers.place(), List.copyOf(kept));
  }

  private Entries everywhere(Slot slot, Place place, int port) {
    return new Entries(
        place,
        nodes(slot).stream()
            .map(
                name ->
                    new Entry(
                        new Text(place, name, true),
                        new Entries(
                            place,
                            List.of(
                                new Entry(
                                    new Text(place, "port", true),
                                    new Text(place, String.valueOf(port), true))))))
            .toList());
  }

  private List<String> nodes(Slot slot) {
    return Names.under(root, slot.key().keysIn()).orElse(List.of());
  }

  private List<Entry> named(List<YamlNode> items, KeyPath path) {
    List<Entry> entries = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      KeyPath there = path.item(i);
      if (!(items.get(i) instanceof Text name)) {
        findings.error(
            there,
            items.get(i).place(),
            "%s is not a name".formatted(there.quoted()),
            "the name of a node",
            "to set weights, write a map: {k3s-1: {weight: 2}}");
      } else if (!seen.add(name.text())) {
        findings.error(
            there,
            name.place(),
            "%s repeats %s".formatted(there.quoted(), Findings.shown(name.text())),
            "each node once",
            "remove it");
      } else {
        entries.add(empty(name));
      }
    }
    return entries;
  }

  private YamlNode kubeconfig(Place place, KeyPath path) {
    Optional<String> file =
        root.get("kubernetes")
            .filter(Entries.class::isInstance)
            .flatMap(node -> ((Entries) node).get("kubeconfig"))
            .filter(Text.class::isInstance)
            .map(node -> ((Text) node).text());
    if (file.isEmpty()) {
      findings.error(
          path,
          "%s needs `kubernetes.kubeconfig`, which is missing".formatted(path.quoted()),
          "the path of a kubeconfig file there",
          "add it, or write identity: {token: …}");
      return new Entries(place, List.of());
    }
    Kubeconfig.Reading reading = Kubeconfig.read(file.get(), outside);
    reading
        .fault()
        .ifPresent(
            fault ->
                findings.error(
                    path,
                    "%s can't take an identity from %s: %s"
                        .formatted(path.quoted(), Findings.shown(file.get()), fault),
                    "a user with a client certificate or a token",
                    "test it with kubectl --kubeconfig"));
    return new Entries(
        place,
        reading.identity().entrySet().stream()
            .map(
                part ->
                    new Entry(
                        new Text(place, part.getKey(), true),
                        new Text(place, part.getValue(), false)))
            .toList());
  }

  private static Entry empty(Text name) {
    return new Entry(name, new Entries(name.place(), List.of()));
  }
}
