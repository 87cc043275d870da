package io.vigie.lab.chaos;

import io.vigie.lab.chaos.scenario.Fault.Way;
import io.vigie.lab.lan.Cable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Packets that a switch drops at one of its ports, by nftables: a table of each fault, in the
 * switch's namespace, which is gone with it.
 */
final class Packets {

  private static final int PARTS = 10_000;

  private Packets() {}

  /** Drops by chance. */
  static void lose(Cable cable, double percent, Way way) throws IOException {
    String chance = "numgen random mod %d < %d drop".formatted(PARTS, Math.round(percent * 100));
    StringBuilder rules = new StringBuilder();
    if (way != Way.IN) {
      rules.append(chain("out", "ingress", cable, List.of(chance)));
    }
    if (way != Way.OUT) {
      rules.append(chain("in", "egress", cable, List.of(chance)));
    }
    nft(cable, "table netdev %s {%n%s}%n".formatted(losing(cable), rules));
  }

  /** Drops no longer. */
  static void keep(Cable cable) throws IOException {
    nft(cable, "delete table netdev " + losing(cable) + "\n");
  }

  /**
   * Lets nothing of these addresses through to a cable.
   *
   * @param why tells this table from others at the same port
   */
  static void refuse(Cable cable, String why, Collection<String> addresses) throws IOException {
    String all = addresses.stream().collect(Collectors.joining(", ", "{ ", " }"));
    List<String> rules = List.of("ip saddr " + all + " drop", "arp saddr ip " + all + " drop");
    nft(
        cable,
        "table netdev %s {%n%s}%n"
            .formatted(refusing(cable, why), chain("in", "egress", cable, rules)));
  }

  /** Lets it through again. */
  static void admit(Cable cable, String why) throws IOException {
    nft(cable, "delete table netdev " + refusing(cable, why) + "\n");
  }

  private static String chain(String name, String hook, Cable cable, List<String> rules) {
    return """
      chain %s {
        type filter hook %s device "%s" priority 0;
        %s
      }
    """
        .formatted(name, hook, cable.port(), String.join("\n    ", rules));
  }

  private static String losing(Cable cable) {
    return word("lose_" + cable.port());
  }

  private static String refusing(Cable cable, String why) {
    return word("part_" + cable.port() + "_" + why);
  }

  private static String word(String text) {
    return text.replaceAll("[^a-zA-Z0-9_]", "_");
  }

  private static void nft(Cable cable, String script) throws IOException {
    cable.run("sh", "-c", "printf '%s' \"$1\" | nft -f -", "sh", script);
  }
}
