package io.vigie.kit.config;

import io.vigie.kit.config.yaml.YamlNode;
import io.vigie.kit.config.yaml.YamlNode.Entries;
import io.vigie.kit.config.yaml.YamlNode.Items;
import io.vigie.kit.config.yaml.YamlNode.Text;
import io.vigie.kit.config.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the identity of the current context's user from a kubeconfig file: {@code
 * client-certificate-data}, {@code client-key-data} and {@code token}, or the files that {@code
 * client-certificate}, {@code client-key} and {@code tokenFile} name. Plugins ({@code exec}) are
 * not run.
 */
final class Kubeconfig {
  private static final int MOST_BYTES = 1 << 20;

  /**
   * What a file gave.
   *
   * @param identity {@code certificate}, {@code key} and {@code token}, as far as there are any
   * @param fault why there is none
   */
  record Reading(Map<String, String> identity, Optional<String> fault) {}

  private record Part(String name, String data, String file) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("certificate", "client-certificate-data", "client-certificate"),
          new Part("key", "client-key-data", "client-key"),
          new Part("token", "token", "tokenFile"));

  private Kubeconfig() {}

  static Reading read(String path, Outside outside) {
    return switch (outside.text(path, MOST_BYTES)) {
      case Outside.Answer.Missing(String why) -> fault("it " + why);
      case Outside.Answer.Found(String text) ->
          YamlReader.read(text).root().orElse(null) instanceof Entries root
              ? user(root)
                  .map(user -> identity(user, beside(path, outside)))
                  .orElseGet(() -> fault("its current context names no user in it"))
              : fault("it is not a YAML map");
    };
  }

  private static Outside beside(String path, Outside outside) {
    Path file = outside.directory().resolve(path).toAbsolutePath();
    return new Outside(outside.env(), Optional.ofNullable(file.getParent()).orElse(file));
  }

  private static Optional<Entries> user(Entries root) {
    return text(root, "current-context")
        .flatMap(context -> named(root, "contexts", context, "context"))
        .flatMap(context -> text(context, "user"))
        .flatMap(user -> named(root, "users", user, "user"));
  }

  private static Reading identity(Entries user, Outside beside) {
    Map<String, String> identity = new LinkedHashMap<>();
    for (Part part : PARTS) {
      Optional<String> data = text(user, part.data);
      Optional<String> file = text(user, part.file);
      if (data.isPresent()) {
        Optional<String> value = part.name.equals("token") ? data : decode(data.get());
        if (value.isEmpty()) {
          return fault(part.data + " is not base64");
        }
        identity.put(part.name, value.get());
      } else if (file.isPresent()) {
        switch (beside.text(file.get(), MOST_BYTES)) {
          case Outside.Answer.Found(String text) -> identity.put(part.name, text.strip());
          case Outside.Answer.Missing(String why) -> {
            return fault("%s %s %s".formatted(part.file, file.get(), why));
          }
        }
      }
    }
    return identity.isEmpty()
        ? fault("its user has neither client certificate nor token")
        : new Reading(identity, Optional.empty());
  }

  private static Optional<Entries> named(Entries root, String list, String name, String inside) {
    if (!(root.get(list).orElse(null) instanceof Items(_, List<YamlNode> items))) {
      return Optional.empty();
    }
    return items.stream()
        .filter(Entries.class::isInstance)
        .map(Entries.class::cast)
        .filter(entry -> text(entry, "name").equals(Optional.of(name)))
        .findFirst()
        .flatMap(entry -> entry.get(inside))
        .filter(Entries.class::isInstance)
        .map(Entries.class::cast);
  }

  private static Optional<String> text(Entries node, String key) {
    return node.get(key).filter(Text.class::isInstance).map(value -> ((Text) value).text());
  }

  private static Optional<String> decode(String base64) {
    try {
      return Optional.of(
          new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Reading fault(String why) {
    return new Reading(Map.of(), Optional.of(why));
  }
}
