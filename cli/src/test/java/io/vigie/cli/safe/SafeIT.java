package io.vigie.cli.safe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate as a person meets it, with a storage-watcher that says what it is told to. */
class SafeIT {

  private static final String NO =
      """
      {"node":"k3s-1","verdict":"no","asOf":"2026-08-21T12:00:00Z","findings":[
        {"area":"longhorn","verdict":"no","text":"degraded: pvc-1","whatToDo":"wait"},
        {"area":"longhorn","verdict":"warning","text":"attached here: pvc-2","whatToDo":""},
        {"area":"etcd","verdict":"yes","text":"2 of 3 votes","whatToDo":""}]}
      """;
  private static final String YES =
      """
      {"node":"k3s-1","verdict":"yes","asOf":"2026-08-21T12:00:00Z","findings":[
        {"area":"etcd","verdict":"yes","text":"2 of 3 votes","whatToDo":""}]}
      """;
  private static final String UNKNOWN =
      """
      {"node":"k3s-1","verdict":"unknown","asOf":"2026-08-21T12:00:00Z","findings":[
        {"area":"freshness","verdict":"unknown","text":"the API is silent","whatToDo":"wait"}]}
      """;

  @TempDir private Path directory;
  private HttpServer storage;
  private HttpServer lb;
  private String answer = YES;
  private int status = 200;
  private String ordered = "";

  @BeforeEach
  void services() throws IOException {
    storage = server();
    lb = server();
    storage.createContext("/v1/safe/", exchange -> say(exchange, status, answer));
    lb.createContext(
        "/v1/commands",
        exchange -> {
          ordered = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          say(exchange, 200, "{\"message\":\"done\"}");
        });
    storage.start();
    lb.start();
    System.setProperty("vigie.state", directory.toString());
  }

  @AfterEach
  void end() {
    storage.stop(0);
    lb.stop(0);
    System.clearProperty("vigie.state");
  }

  @Test
  void yesNoAndUnknownAreExitCodes() throws IOException {
    Vigie yes = vigie(true, "safe", "k3s-1");
    assertEquals(Exit.DONE, yes.exit(), yes::text);
    assertTrue(yes.out().startsWith("yes, k3s-1 may be taken down"), yes::text);
    answer = NO;
    Vigie no = vigie(true, "safe", "k3s-1");
    assertEquals(Exit.FAILED, no.exit(), no::text);
    assertTrue(no.out().contains("no      longhorn    degraded: pvc-1"), no::text);
    assertTrue(no.out().contains("-> wait"), no::text);
    answer = UNKNOWN;
    Vigie unknown = vigie(true, "safe", "k3s-1");
    assertEquals(Exit.UNKNOWN, unknown.exit(), unknown::text);
    assertTrue(unknown.out().contains("the API is silent"), unknown::text);
  }

  @Test
  void itIsJsonIfAskedFor() throws IOException {
    answer = NO;
    Vigie no = vigie(true, "safe", "k3s-1", "--json");
    assertEquals(Exit.FAILED, no.exit());
    assertTrue(no.out().contains("\"verdict\" : \"no\""), no::text);
    assertTrue(no.out().contains("\"whatToDo\" : \"wait\""), no::text);
    assertTrue(no.out().contains("\"answeredBy\" : \"http://127.0.0.1:"), no::text);
  }

  @Test
  void aNodeThatNobodyKnowsIsBadUsage() throws IOException {
    status = 404;
    answer = "{\"error\":\"no node k3s-9\",\"hint\":\"there are k3s-1, k3s-2\"}";
    Vigie none = vigie(true, "safe", "k3s-9");
    assertEquals(Exit.USAGE, none.exit());
    assertTrue(none.err().contains("no node k3s-9; there are k3s-1, k3s-2"), none::text);
  }

  @Test
  void nobodyAnswersIsUnknown() throws IOException {
    storage.stop(0);
    Vigie silent = vigie(true, "safe", "k3s-1");
    assertEquals(Exit.UNKNOWN, silent.exit(), silent::text);
    assertTrue(silent.out().contains("vigie run storage"), silent::text);
  }

  @Test
  void withoutKubernetesNobodyCouldKnow() throws IOException {
    Vigie none = vigie(false, "safe", "k3s-1");
    assertEquals(Exit.UNKNOWN, none.exit(), none::text);
    assertTrue(none.out().contains("no kubernetes: section"), none::text);
  }

  @Test
  void drainIsRefusedWithTheReasons() throws IOException {
    answer = NO;
    Vigie no = vigie(true, "drain", "k3s-1");
    assertEquals(Exit.FAILED, no.exit(), no::text);
    assertTrue(no.err().contains("degraded: pvc-1"), no::text);
    assertTrue(no.err().contains("drain refused: k3s-1 may not be taken down"), no::text);
    answer = UNKNOWN;
    Vigie unknown = vigie(true, "maintenance", "k3s-1");
    assertEquals(Exit.UNKNOWN, unknown.exit(), unknown::text);
    assertTrue(unknown.err().contains("maintenance refused"), unknown::text);
    assertEquals("", ordered);
  }

  @Test
  void forceGoesThroughAndIsRecorded() throws IOException {
    answer = NO;
    Vigie forced = vigie(true, "drain", "k3s-1", "--force");
    assertTrue(forced.err().contains("degraded: pvc-1"), forced::text);
    assertTrue(forced.err().contains("recorded as forced by"), forced::text);
    assertTrue(ordered.contains("\"force\" : true"), ordered);
    assertTrue(ordered.contains("\"by\" : \"" + System.getProperty("user.name") + "@"), ordered);
  }

  @Test
  void withoutKubernetesNobodyIsAsked() throws IOException {
    answer = NO;
    Vigie drained = vigie(false, "drain", "k3s-1");
    assertTrue(ordered.contains("\"force\" : false"), drained::text);
  }

  private Vigie vigie(boolean kubernetes, String... args) throws IOException {
    String[] all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--config";
    all[args.length + 1] = config(kubernetes);
    return Vigie.run(all);
  }

  /** Kafka is away, so that commands go over HTTP. */
  private String config(boolean kubernetes) throws IOException {
    int nobody;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = closed.getLocalPort();
    }
    return Files.writeString(
            directory.resolve("vigie.yaml"),
            """
            cluster: here
            kafka: { bootstrap: ["127.0.0.1:%d"] }
            nodes: { k3s-1: { address: 127.9.0.1 } }
            balancers: { lb-1: { address: 127.0.0.1 } }
            %s
            management: { token: secret, ports: { storage: %d, lb: %d } }
            """
                .formatted(
                    nobody,
                    kubernetes ? "kubernetes: { servers: [\"http://127.0.0.1:1\"] }" : "",
                    storage.getAddress().getPort(),
                    lb.getAddress().getPort()))
        .toString();
  }

  private static HttpServer server() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  private static void say(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
