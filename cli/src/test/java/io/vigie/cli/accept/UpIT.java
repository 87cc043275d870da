package io.vigie.cli.accept;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vigie up} as a stranger runs it who is not root. */
class UpIT {

  private static final Pattern AT = Pattern.compile("(?:at|Kafka) +127\\.0\\.0\\.1:(\\d+)");

  @TempDir Path directory;

  @Test
  void aNodeIsKilledAndNothingIsLeftBehind() throws Exception {
    try (Jvm up = Jvm.vigie(directory, "up", "up", "--loopback")) {
      up.says("What happens");
      List<InetSocketAddress> ports = addresses(up.said());
      assertEquals(4, ports.size(), up::said); // Kafka, http, https, postgres
      Set<String> answered = new TreeSet<>();
      await()
          .atMost(Jvm.LIMIT)
          .until(
              () -> {
                answered.add(ask(ports.get(1)));
                return answered.size() == 3;
              });
      try (Jvm kill = Jvm.vigie(directory, "kill", "lab", "kill", "k3s-3")) {
        assertTrue(kill.process().waitFor(Jvm.LIMIT.toSeconds(), TimeUnit.SECONDS));
        assertEquals(0, kill.process().exitValue(), kill::said);
      }
      up.says("node k3s-3 down").says("http/k3s-3 out").says("https/k3s-3 out");
      List<ProcessHandle> children =
          up.process()
              .descendants()
              .filter(child -> child.info().command().orElse("").endsWith("java"))
              .toList(); // the rest are looks at the network, and over at once
      assertEquals(2, children.size(), "the nodes that were not killed");

      assertEquals(0, up.stop(), up::said);
      await().atMost(Jvm.LIMIT).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
      for (InetSocketAddress port : ports) {
        try (ServerSocket again = new ServerSocket()) {
          again.setReuseAddress(true); // connections that were just closed are no listeners
          again.bind(port);
        }
      }
      Path lock = directory.resolve("state").resolve("up.lock");
      try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
        FileLock free = channel.tryLock();
        assertNotNull(free, "still locked");
      }
    }
  }

  private static String ask(InetSocketAddress http) throws IOException {
    try (Socket client = new Socket(http.getAddress(), http.getPort())) {
      client.setSoTimeout((int) Jvm.LIMIT.toMillis());
      client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      String answer = new String(client.getInputStream().readAllBytes(), US_ASCII);
      return answer.substring(answer.indexOf("\r\n\r\n")).strip();
    }
  }

  private static List<InetSocketAddress> addresses(String banner) {
    return AT.matcher(banner.substring(0, banner.indexOf("In another terminal")))
        .results()
        .map(found -> found.group(1))
        .map(
            port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)))
        .toList();
  }
}
