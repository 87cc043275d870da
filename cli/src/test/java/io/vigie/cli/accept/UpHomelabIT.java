package io.vigie.cli.accept;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.lab.lan.Namespaces;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code vigie up} as root: two balancers and a VIP that moves between network namespaces. */
@Timeout(240)
class UpHomelabIT {

  private static final Pattern VIP = Pattern.compile("frontend +http at ([0-9.]+):80");

  @TempDir Path directory;

  @BeforeEach
  void everythingIsThere() throws IOException {
    String obstacle = Namespaces.obstacle("ip", "xargs");
    assumeTrue(obstacle.isEmpty(), obstacle);
  }

  @Test
  void aBalancerIsKilledAndItsPeerServesTheVip() throws Exception {
    try (Jvm up = Jvm.vigie(directory, "up", "up")) {
      up.says("What happens");
      String vip = vip(up);
      List<String> spaces = spaces();
      assertTrue(ask(vip).startsWith("k3s-"), up::said);
      vigie("kill", "lab", "kill", "lb-1");
      up.says("moved from lb-1 to lb-2");
      await().atMost(Jvm.LIMIT).ignoreExceptions().until(() -> ask(vip).startsWith("k3s-"));
      vigie("start", "lab", "start", "lb-1");
      up.says("lb-1  vip main: backup"); // it has to know who holds it
      vigie("cut", "lab", "blackhole", "p2");
      up.says("moved from lb-2 to lb-1");
      await().atMost(Jvm.LIMIT).ignoreExceptions().until(() -> ask(vip).startsWith("k3s-"));
      assertEquals(0, up.stop(), up::said);
      nothingIsLeft(spaces, vip);
    }
  }

  @Test
  void aKilledUpLeavesNothingBehind() throws Exception {
    try (Jvm up = Jvm.vigie(directory, "up", "up")) {
      up.says("What happens");
      String vip = vip(up);
      List<String> spaces = spaces();
      List<ProcessHandle> children = up.process().descendants().toList();
      up.kill();
      await().atMost(Jvm.LIMIT).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
      nothingIsLeft(spaces, vip);
    }
  }

  private static void nothingIsLeft(List<String> spaces, String vip) throws IOException {
    String network = vip.substring(0, vip.lastIndexOf('.') + 1);
    assertEquals(8, spaces.size(), spaces::toString); // switch, 2 hosts, 2 balancers, 3 nodes
    await().atMost(Jvm.LIMIT).until(() -> Collections.disjoint(spaces(), spaces));
    await()
        .atMost(Jvm.LIMIT)
        .until(
            () ->
                NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .noneMatch(address -> address.getHostAddress().startsWith(network)));
  }

  private void vigie(String name, String... args) throws Exception {
    try (Jvm command = Jvm.vigie(directory, name, args)) {
      assertTrue(command.process().waitFor(Jvm.LIMIT.toSeconds(), TimeUnit.SECONDS));
      assertEquals(0, command.process().exitValue(), command::said);
    }
  }

  private static String vip(Jvm up) {
    Matcher found = VIP.matcher(up.said());
    assertTrue(found.find(), up::said);
    return found.group(1);
  }

  /** Those of a homelab; others may come and go beside it. */
  private static List<String> spaces() throws IOException {
    Path all = Path.of("/run/netns");
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(all)) {
      return files.map(Path::toString).filter(name -> name.contains("-")).sorted().toList();
    }
  }

  private static String ask(String vip) throws IOException {
    try (Socket client = new Socket()) {
      client.connect(new InetSocketAddress(vip, 80), 2_000);
      client.setSoTimeout(2_000);
      client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      String answer = new String(client.getInputStream().readAllBytes(), US_ASCII);
      return answer.substring(answer.indexOf("\r\n\r\n") + 4).strip();
    }
  }
}
