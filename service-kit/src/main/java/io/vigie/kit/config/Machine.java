package io.vigie.kit.config;

import java.io.File;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the machine has that a VIP needs. What is missing is a warning: the file may have been
 * written elsewhere, and an interface may come later.
 *
 * @param interfaces the names of its network interfaces
 * @param nft whether the program {@code nft} is there
 */
public record Machine(Set<String> interfaces, boolean nft) {

  /** This one, as it is now. Blocks. */
  public static Machine here() {
    Set<String> names = new TreeSet<>();
    try {
      NetworkInterface.networkInterfaces().forEach(nic -> names.add(nic.getName()));
    } catch (SocketException e) {
      names.clear(); // none can be listed: then none is there for us
    }
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    Stream<String> directories = Arrays.stream(path.split(File.pathSeparator, -1));
    return new Machine(
        names,
        directories
            .filter(directory -> !directory.isEmpty())
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "nft"))));
  }
}
