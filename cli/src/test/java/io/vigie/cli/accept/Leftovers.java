package io.vigie.cli.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code vigie up} as root has made of this machine, and must take away at its end.
 *
 * @param vip the address of its VIP
 * @param spaces its network namespaces
 */
record Leftovers(String vip, List<String> spaces) {

  private static final Pattern VIP = Pattern.compile("frontend +http at ([0-9.]+):80");

  /** Of an {@code up} that is ready. */
  static Leftovers of(Jvm up) throws IOException {
    Matcher found = VIP.matcher(up.said());
    assertTrue(found.find(), up::said);
    List<String> spaces = namespaces();
    assertEquals(8, spaces.size(), spaces::toString); // switch, 2 hosts, 2 balancers, 3 nodes
    return new Leftovers(found.group(1), spaces);
  }

  /** Waits until nothing of it is left. */
  void awaitNone() {
    String network = vip.substring(0, vip.lastIndexOf('.') + 1);
    await().atMost(Jvm.LIMIT).until(() -> Collections.disjoint(namespaces(), spaces));
    await()
        .atMost(Jvm.LIMIT)
        .until(
            () ->
                NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .noneMatch(address -> address.getHostAddress().startsWith(network)));
  }

  /** Those of a homelab; others may come and go beside it. */
  private static List<String> namespaces() throws IOException {
    Path all = Path.of("/run/netns");
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(all)) {
      return files.map(Path::toString).filter(name -> name.contains("-")).sorted().toList();
    }
  }
}
