package io.vigie.cli.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.vigie.cli.Exit;
import io.vigie.cli.Vigie;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code vigie notify test}. */
@Timeout(60)
class NotifyTestIT {

  @TempDir Path directory;

  private Vigie run(String notify, String... more) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("vigie.yaml"),
            """
            cluster: lab
            nodes: { a: { address: 192.0.2.1 } }
            balancers: { lb-1: { address: 192.0.2.2 } }
            vips: { main: { addresses: [192.0.2.8/24], interface: lo, vrid: 51 } }
            """
                + notify);
    String[] words = new String[4 + more.length];
    System.arraycopy(new String[] {"notify", "test", "--config", file.toString()}, 0, words, 0, 4);
    System.arraycopy(more, 0, words, 4, more.length);
    return Vigie.run(words);
  }

  @Test
  void saysWhatEachSideAnswered() throws Exception {
    List<String> bodies = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          int status = exchange.getRequestURI().getPath().endsWith("wrong-s3cret") ? 404 : 200;
          byte[] said =
              (status == 200 ? "ok" : "no topic wrong-s3cret").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, said.length);
          exchange.getResponseBody().write(said);
          exchange.close();
        });
    server.start();
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort();
      String notify =
          """
          notify:
            phone: { type: ntfy, url: "%1$s/alarms-s3cret" }
            team: { type: slack, url: "%1$s/services/wrong-s3cret" }
            hook: { type: exec, command: [/bin/true] }
          """
              .formatted(base);
      Vigie all = run(notify);
      assertEquals(Exit.FAILED, all.exit(), all::text);
      assertEquals(
          """
          phone (ntfy): taken: HTTP 200: ok
          team (slack): failed: HTTP 404: no topic [hidden]
          hook (exec): taken: exit code 0
          """,
          all.out());
      assertFalse(all.text().contains("s3cret"), all::text);
      assertEquals(2, bodies.size());
      assertTrue(bodies.get(0).startsWith("this is a test: notifications of lab arrive here\n"));
      Vigie phone = run(notify, "phone", "--json");
      assertEquals(Exit.DONE, phone.exit(), phone::text);
      JsonNode one = new ObjectMapper().readTree(phone.out()).path(0);
      assertEquals("phone", one.path("target").asText());
      assertEquals("taken", one.path("outcome").asText());
      assertFalse(phone.text().contains("s3cret"), phone::text);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whoDoesNotAnswerIsUnknown() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Vigie silent =
          run(
              "notify: { phone: { type: ntfy, url: 'http://127.0.0.1:%d/t', timeout: 300ms } }"
                  .formatted(deaf.getLocalPort()));
      assertEquals(Exit.UNKNOWN, silent.exit(), silent::text);
      assertEquals("phone (ntfy): silent: no answer within 300 ms\n", silent.out());
    }
  }

  @Test
  void aProgramThatIsNotThereIsMissing() throws Exception {
    Vigie missing = run("notify: { hook: { type: exec, command: [/no/such/program] } }");
    assertEquals(Exit.MISSING, missing.exit(), missing::text);
    assertTrue(missing.out().startsWith("hook (exec): missing: cannot be run: "), missing::text);
    Vigie failing = run("notify: { hook: { type: exec, command: [/bin/false] } }");
    assertEquals(Exit.FAILED, failing.exit(), failing::text);
    assertEquals("hook (exec): failed: exit code 1\n", failing.out());
  }

  @Test
  void nobodyToTellIsBadUsage() throws Exception {
    Vigie none = run("");
    assertEquals(Exit.USAGE, none.exit(), none::text);
    Vigie other = run("notify: { hook: { type: exec, command: [/bin/true] } }", "phone");
    assertEquals(Exit.USAGE, other.exit(), other::text);
    assertTrue(other.err().contains("there are hook"), other::text);
  }
}
