package io.vigie.cli.accept;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.lab.lan.Namespaces;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code vigie up} as root: two balancers and a VIP that moves between network namespaces. */
@Timeout(240)
class UpHomelabIT {

  @TempDir Path directory;

  @BeforeEach
  void everythingIsThere() throws IOException {
    String obstacle = Namespaces.obstacle("ip", "xargs");
    assumeTrue(obstacle.isEmpty(), obstacle);
  }

  @Test
  void thePeerOfAKilledBalancerServesTheVipAndAKilledUpLeavesNothing() throws Exception {
    try (Jvm up = Jvm.vigie(directory, "up", "up")) {
      up.says("What happens");
      Leftovers leftovers = Leftovers.of(up);
      String vip = leftovers.vip();
      assertTrue(ask(vip).startsWith("k3s-"), up::said);
      vigie("kill", "lab", "kill", "lb-1");
      up.says("moved from lb-1 to lb-2");
      await().atMost(Jvm.LIMIT).ignoreExceptions().until(() -> ask(vip).startsWith("k3s-"));
      vigie("start", "lab", "start", "lb-1");
      up.says("lb-1  vip main: backup"); // it has to know who holds it
      vigie("cut", "lab", "blackhole", "p2");
      up.says("moved from lb-2 to lb-1");
      await().atMost(Jvm.LIMIT).ignoreExceptions().until(() -> ask(vip).startsWith("k3s-"));
      List<ProcessHandle> children = up.process().descendants().toList();
      up.kill();
      await().atMost(Jvm.LIMIT).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
      leftovers.awaitNone();
    }
  }

  private void vigie(String name, String... args) throws Exception {
    try (Jvm command = Jvm.vigie(directory, name, args)) {
      assertTrue(command.process().waitFor(Jvm.LIMIT.toSeconds(), TimeUnit.SECONDS));
      assertEquals(0, command.process().exitValue(), command::said);
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
