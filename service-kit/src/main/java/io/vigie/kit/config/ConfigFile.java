package io.vigie.kit.config;

import io.vigie.kit.config.yaml.Flaw;
import io.vigie.kit.config.yaml.Place;
import io.vigie.kit.config.yaml.YamlNode;
import io.vigie.kit.config.yaml.YamlNode.Entries;
import io.vigie.kit.config.yaml.YamlNode.Items;
import io.vigie.kit.config.yaml.YamlNode.Text;
import io.vigie.kit.config.yaml.YamlNode.Unreadable;
import io.vigie.kit.config.yaml.YamlReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code vigie.yaml}. Total: whatever the file, the answer is a value.
 *
 * <p>Blocks on the disk; not for an event loop.
 */
public final class ConfigFile {
  private static final Path STANDARD = Path.of("/etc/vigie/vigie.yaml");

  private ConfigFile() {}

  /**
   * Which file to read: the one of the option {@code --config}, else {@code VIGIE_CONFIG}, else
   * {@code /etc/vigie/vigie.yaml}.
   */
  public static Path find(@Nullable Path option, Map<String, String> env) {
    return Optional.ofNullable(option)
        .or(
            () ->
                Optional.ofNullable(env.get("VIGIE_CONFIG"))
                    .filter(name -> !name.isBlank())
                    .map(Path::of))
        .orElse(STANDARD);
  }

  /**
   * Reads and checks a file.
   *
   * @param env for {@code ${env:NAME}}
   */
  public static LoadResult load(Path file, Map<String, String> env) {
    return load(file, env, null);
  }

  /**
   * The same, for the machine it is read on.
   *
   * @param machine what it has; null where that does not matter
   */
  public static LoadResult load(Path file, Map<String, String> env, @Nullable Machine machine) {
    return switch (FileText.read(file)) {
      case FileText.Read(String text) -> parse(text, file, env, machine);
      case FileText.Unreadable(Flaw flaw) -> {
        Findings findings = new Findings(file);
        findings.error(flaw);
        yield findings.result(Optional.empty());
      }
    };
  }

  /**
   * Checks a text as if it stood in this file.
   *
   * @param file for messages, and for paths relative to its directory
   */
  public static LoadResult parse(String text, Path file, Map<String, String> env) {
    return parse(text, file, env, null);
  }

  static LoadResult parse(
      String text, Path file, Map<String, String> env, @Nullable Machine machine) {
    Findings findings = new Findings(file);
    Optional<Flaw> odd = FileText.oddCharacter(text);
    if (odd.isPresent()) {
      findings.error(odd.get());
      return findings.result(Optional.empty());
    }
    YamlReader.Reading reading = YamlReader.read(text);
    reading.flaws().forEach(findings::error);
    Optional<Entries> root = root(reading, findings);
    if (root.isEmpty()) {
      return findings.result(Optional.empty());
    }
    Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    VigieConfig config =
        new Binder(root.get(), !reading.flaws().isEmpty(), new Outside(env, directory), findings)
            .record(VigieConfig.class, root.get(), KeyPath.ROOT, null);
    ConfigRules.check(config, findings);
    if (machine != null) {
      VipRules.machineFits(config, machine, findings);
      DirectRules.machineFits(config, machine, findings);
    }
    return findings.result(Optional.of(config));
  }

  private static Optional<Entries> root(YamlReader.Reading reading, Findings findings) {
    Optional<YamlNode> root = reading.root();
    if (root.isPresent() && root.get() instanceof Entries entries) {
      return Optional.of(entries);
    }
    String found =
        switch (root.orElse(new Text(Place.START, "", true))) {
          case Items _ -> "the file is a list";
          case Text text when !text.isNothing() -> "the file is one text";
          case Text _ -> "the file says nothing";
          case Unreadable _ -> "the file is not readable";
          case Entries _ -> throw new IllegalStateException("handled above");
        };
    if (reading.flaws().isEmpty()) {
      findings.error(
          new Flaw(
              root.map(YamlNode::place).orElse(Place.START),
              found,
              "keys and values, such as cluster: homelab",
              "see docs/configuration.md"));
    }
    return Optional.empty();
  }
}
