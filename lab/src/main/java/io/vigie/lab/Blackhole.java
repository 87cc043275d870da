package io.vigie.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Swallows every packet to and from an IPv4 address of this machine, as a dead network card does:
 * no refusal, no reset, only silence. Needs root and nft; one table of our own per address.
 */
public final class Blackhole {

  private Blackhole() {}

  /** Why it cannot be used here, with what to do; empty if it can. */
  public static String obstacle() {
    if (Command.find("nft").isEmpty()) {
      return "nft is not installed; apt install nftables";
    }
    if (!isRoot()) {
      return "packet filters need root; run the same with sudo";
    }
    return "";
  }

  /** Swallows from now on. */
  public static void open(String address) throws IOException {
    close(address);
    // On loopback the input hook sees every packet of both directions.
    nft(
        """
        table ip %1$s {
          chain input {
            type filter hook input priority raw; policy accept;
            ip saddr %2$s drop
            ip daddr %2$s drop
          }
        }
        """
            .formatted(table(address), address));
  }

  /** Lets everything through again; does nothing if nothing was swallowed. */
  public static void close(String address) throws IOException {
    // To delete a missing table is an error, to add an existing one is none.
    nft("add table ip %1$s%ndelete table ip %1$s%n".formatted(table(address)));
  }

  /** Whether it swallows now; false where that cannot be found out. */
  public static boolean isOpen(String address) throws IOException {
    return tables().contains("ip " + table(address) + "\n");
  }

  /** Which of these addresses are swallowed now, by one look. */
  static Set<String> open(Collection<String> addresses) throws IOException {
    String tables = tables();
    return addresses.stream()
        .filter(address -> tables.contains("ip " + table(address) + "\n"))
        .collect(Collectors.toSet());
  }

  private static String tables() throws IOException {
    return obstacle().isEmpty() ? Command.run(program(), "list", "tables") : "";
  }

  private static void nft(String script) throws IOException {
    Command.run(script, new String[] {program(), "-f", "-"});
  }

  private static String program() {
    return Command.find("nft").map(Path::toString).orElse("nft");
  }

  private static String table(String address) {
    return "vigie_lab_" + address.replace('.', '_');
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
