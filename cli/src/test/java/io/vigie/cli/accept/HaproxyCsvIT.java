package io.vigie.cli.accept;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vigie.cli.Exit;
import io.vigie.cli.Vigie;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code vigie status --haproxy-csv} beside a real HAProxy in front of the same nodes. */
@Timeout(120)
class HaproxyCsvIT {

  private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");

  /** What must be the same, as both see the same nodes. */
  private static final List<String> SAME =
      List.of(
          "status",
          "weight",
          "uweight",
          "act",
          "bck",
          "type",
          "sid",
          "pid",
          "mode",
          "algo",
          "addr",
          "check_status",
          "check_rise",
          "check_fall",
          "check_health",
          "stot",
          "bin",
          "bout");

  @TempDir Path directory;

  @Test
  void aParserOfHaproxysReadsIt() throws Exception {
    assumeTrue(Files.isExecutable(HAPROXY), "no " + HAPROXY + ": apt install haproxy");
    try (Homelab lab = new Homelab(directory)) {
      lab.node("a");
      Jvm b = lab.node("b");
      lab.node("c");
      lab.runAll();
      int port = Homelab.freePorts(1).getFirst();
      Process haproxy = haproxy(lab, port);
      try {
        await().atMost(Jvm.LIMIT).until(() -> Files.exists(socket()) && ask().length() > 0);
        assertEquals(head(ask()), head(ours(lab)), "the first line");
        for (int target : new int[] {lab.frontend.getPort(), port}) {
          try (Clients clients =
              new Clients(new InetSocketAddress(InetAddress.getLoopbackAddress(), target))) {
            clients.awaitAnswers(30);
          }
        }
        b.kill();
        same(known(() -> rows(ask())), known(() -> rows(ours(lab))));
      } finally {
        haproxy.destroyForcibly().onExit().join();
      }
    }
  }

  private static void same(
      Map<String, Map<String, String>> theirs, Map<String, Map<String, String>> ours) {
    assertEquals(theirs.keySet(), ours.keySet());
    Set<String> counted = Set.of("stot", "bin", "bout"); // by other clients: there, and not none
    Set<String> limits = Set.of("slim", "qlimit", "throttle"); // which HAProxy was not given
    for (String row : theirs.keySet()) {
      for (String field : requireNonNull(ours.get(row)).keySet()) {
        String value = cell(ours, row, field);
        assertTrue(
            value.isEmpty() || limits.contains(field) || !cell(theirs, row, field).isEmpty(),
            row + " " + field + " is " + value + ", HAProxy leaves it empty");
      }
      for (String field : SAME) {
        String expected = cell(theirs, row, field);
        String value = cell(ours, row, field);
        if (counted.contains(field)) {
          assertEquals(expected.equals("0"), value.equals("0"), row + " " + field);
        } else {
          assertEquals(expected, value, row + " " + field);
        }
      }
    }
    assertFalse(cell(ours, "web/b", "last_chk").isEmpty());
    assertTrue(Integer.parseInt(cell(ours, "web/b", "lastchg")) < 60);
  }

  @Test
  void aBalancerThatIsSilentIsUnknown() throws IOException {
    try (Homelab lab = new Homelab(directory)) {
      Vigie silent = Vigie.run("status", "--haproxy-csv", "--config", lab.config().toString());
      assertEquals(Exit.UNKNOWN, silent.exit(), silent::text);
      assertTrue(silent.err().contains("lb-service is silent"), silent::text);
      assertEquals("", silent.out());
    }
  }

  /** Ours, once lb-service has answered in time: the machine may be busy. */
  private static String ours(Homelab lab) {
    return await()
        .atMost(Jvm.LIMIT)
        .until(
            () -> Vigie.run("status", "--haproxy-csv", "--config", lab.config().toString()),
            run -> run.exit() == Exit.DONE)
        .out();
  }

  /**
   * Once b is down, and no check is under way: until it ends, HAProxy does not tell the last one.
   */
  private static Map<String, Map<String, String>> known(
      Callable<Map<String, Map<String, String>>> asked) {
    return await()
        .atMost(Jvm.LIMIT)
        .until(
            asked,
            rows ->
                isDown(rows)
                    && !cell(rows, "web/b", "last_chk").isEmpty()
                    && Homelab.NODES.stream()
                        .noneMatch(n -> cell(rows, "web/" + n, "check_status").startsWith("*")));
  }

  private static boolean isDown(Map<String, Map<String, String>> rows) {
    return cell(rows, "web/b", "status").equals("DOWN")
        && Stream.of("a", "c").allMatch(up -> cell(rows, "web/" + up, "status").equals("UP"));
  }

  private Process haproxy(Homelab lab, int port) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("global\n stats socket ").append(socket()).append(" level admin\n");
    text.append(
        "defaults\n mode tcp\n timeout connect 1s\n timeout client 1m\n timeout server 1m\n");
    text.append("frontend web\n bind 127.0.0.1:%d\n default_backend web\n".formatted(port));
    text.append("backend web\n balance roundrobin\n");
    for (String node : Homelab.NODES) {
      text.append(
          " server %s %s:%d check inter 200ms fall 2 rise 2\n"
              .formatted(node, Homelab.address(node), lab.nodePort));
    }
    Path file = Files.writeString(directory.resolve("haproxy.cfg"), text);
    return new ProcessBuilder(HAPROXY.toString(), "-db", "-f", file.toString())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("haproxy.log").toFile())
        .start();
  }

  private Path socket() {
    return directory.resolve("haproxy.sock");
  }

  private String ask() throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket()));
      channel.write(ByteBuffer.wrap("show stat\n".getBytes(StandardCharsets.US_ASCII)));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String head(String csv) {
    return csv.lines().findFirst().orElse("");
  }

  private static String cell(Map<String, Map<String, String>> rows, String row, String field) {
    return requireNonNull(requireNonNull(rows.get(row)).get(field));
  }

  /** Fields by name, by {@code pxname/svname}; read as Prometheus' exporter does. */
  private static Map<String, Map<String, String>> rows(String csv) {
    List<String> lines = csv.lines().toList();
    List<String> names = cells(lines.getFirst().substring("# ".length()));
    Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      if (line.isEmpty()) {
        continue;
      }
      List<String> cells = cells(line);
      assertEquals(names.size(), cells.size(), line);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        row.put(names.get(i), cells.get(i));
      }
      rows.put(cells.get(0) + "/" + cells.get(1), row);
    }
    return rows;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
