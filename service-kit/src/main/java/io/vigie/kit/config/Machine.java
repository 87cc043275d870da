package io.vigie.kit.config;

import java.io.File;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the machine has that a VIP or a direct frontend needs. What is missing is a warning: the
 * file may have been written elsewhere, and an interface may come later.
 *
 * @param interfaces the names of its network interfaces
 * @param nft whether the program {@code nft} is there
 * @param forwardsIpv4 whether its kernel forwards IPv4 packets
 * @param forwardsIpv6 whether it forwards IPv6 packets
 */
public record Machine(
    Set<String> interfaces, boolean nft, boolean forwardsIpv4, boolean forwardsIpv6) {

  /** What sysctl(8) calls the switch for IPv4. */
  public static final String FORWARD_IPV4 = "net.ipv4.ip_forward";

  /** The same for IPv6. */
  public static final String FORWARD_IPV6 = "net.ipv6.conf.all.forwarding";

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
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "nft"))),
        isOn(FORWARD_IPV4),
        isOn(FORWARD_IPV6));
  }

  /** Whether a switch of the kernel is on; one that cannot be read is not. Blocks, but no disk. */
  public static boolean isOn(String sysctl) {
    try {
      return !Files.readString(Path.of("/proc/sys", sysctl.split("\\.", -1))).strip().equals("0");
    } catch (IOException e) {
      return false; // no such switch: no such family
    }
  }
}
