package io.vigie.cli.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that changes under load, is broken, or wants a port that is taken. */
class ReloadIT {

  @TempDir Path directory;

  @Test
  void noConnectionIsLostByAReloadNorByABrokenFile() throws Exception {
    try (Homelab lab = new Homelab(directory)) {
      for (String node : Homelab.NODES) {
        lab.node(node);
      }
      lab.runAll();
      int second = Homelab.freePorts(1).getFirst();
      try (Clients clients = new Clients(lab.frontend);
          Socket kept = new Socket(lab.frontend.getAddress(), lab.frontend.getPort())) {
        clients.awaitAnswers(200);
        int answer = ask(kept);
        lab.configure("second: { listen: \"127.0.0.1:%d\", pool: web }\n".formatted(second));
        await().atMost(Jvm.LIMIT).until(() -> answers(second));
        clients.awaitAnswers(200);

        String good = Files.readString(lab.config());
        Files.writeString(lab.config(), good.replace("check: tcp", "check: tpc"));
        await()
            .atMost(Jvm.LIMIT)
            .until(() -> lab.get(lab.lbPort, "/ready").contains("did you mean `tcp`?"));
        assertTrue(answers(second));
        clients.awaitAnswers(200);
        Files.writeString(lab.config(), good);
        await()
            .atMost(Jvm.LIMIT)
            .until(() -> !lab.get(lab.lbPort, "/ready").contains("did you mean"));
        assertEquals(answer, ask(kept), "the same connection to the same node");
        assertEquals(List.of(), List.copyOf(clients.done(Request::failed)));
      }
    }
  }

  @Test
  void aTakenPortIsOneClearError() throws Exception {
    try (Homelab lab = new Homelab(directory);
        ServerSocket stranger = new ServerSocket()) {
      stranger.bind(lab.frontend);
      assertRefused(lab, lab.run("lb", "lb"));
    }
  }

  @Test
  void soIsThePortOfAnotherLbService() throws Exception {
    try (Homelab lab = new Homelab(directory)) {
      lab.run("lb", "lb").says("service started");
      Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
      int management = Homelab.freePorts(1).getFirst();
      Path config = elsewhere.resolve("vigie.yaml");
      Files.writeString(
          config,
          Files.readString(lab.config())
              .replace("lb: " + lab.lbPort, "lb: " + management)
              .replace("${file:token}", "t0ken"));
      Jvm other =
          Jvm.vigie(elsewhere, "lb", "run", "lb", "--config", config.toString(), "--host", "lb-1");
      assertRefused(lab, lab.own(other));
    }
  }

  private static void assertRefused(Homelab lab, Jvm lb) throws InterruptedException {
    assertTrue(lb.process().waitFor(Jvm.LIMIT.toSeconds(), TimeUnit.SECONDS));
    assertTrue(lb.process().exitValue() != 0);
    List<String> errors = lb.said().lines().filter(line -> line.contains("ERROR")).toList();
    assertEquals(1, errors.size(), lb::said);
    String address = "127.0.0.1:" + lab.frontend.getPort();
    assertTrue(errors.getFirst().contains("frontend web"), errors::toString);
    assertTrue(errors.getFirst().contains(address), errors::toString);
  }

  private static int ask(Socket client) throws IOException {
    client.setSoTimeout((int) Jvm.LIMIT.toMillis());
    client.getOutputStream().write('?');
    return client.getInputStream().read();
  }

  private static boolean answers(int port) {
    try (Socket client = new Socket()) {
      client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return ask(client) >= 0;
    } catch (IOException e) {
      return false;
    }
  }
}
