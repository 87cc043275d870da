package io.vigie.health.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real haproxy with a configuration of ours, asked over its stats socket. */
public final class Haproxy implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/sbin/haproxy");

  private final Process process;
  private final Path socket;

  private Haproxy(Process process, Path socket) {
    this.process = process;
    this.socket = socket;
  }

  /** Whether there is one. */
  public static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /**
   * Starts it.
   *
   * @param backends the configuration after {@code global} and {@code defaults}
   */
  public static Haproxy start(Path directory, String backends) throws IOException {
    Path socket = directory.resolve("stats");
    Path config = directory.resolve("haproxy.cfg");
    Path log = directory.resolve("haproxy.log");
    Files.writeString(
        config,
        """
        global
          stats socket %s mode 600 level user
        defaults
          mode tcp
          timeout connect 300ms
          timeout check 300ms
          timeout server 5s
        %s
        """
            .formatted(socket, backends));
    Process process =
        new ProcessBuilder(PROGRAM.toString(), "-db", "-f", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .failFast("haproxy ended; see " + log, () -> !process.isAlive())
        .until(() -> Files.exists(socket));
    return new Haproxy(process, socket);
  }

  /** One column of a backend's server {@code s}. */
  public String stat(String backend, String column) {
    return Objects.requireNonNull(servers().get(backend), "no backend " + backend)
        .getOrDefault(column, "");
  }

  /** Every backend's server by the columns' names (management.txt, show stat). */
  private Map<String, Map<String, String>> servers() {
    List<String> lines = ask("show stat\n").lines().toList();
    String[] columns = lines.getFirst().substring("# ".length()).split(",", -1);
    Map<String, Map<String, String>> servers = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",", -1);
      if (values.length > 1 && values[1].equals("s")) {
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < Math.min(columns.length, values.length); i++) {
          row.put(columns[i], values[i].replace("* ", "")); // a star: a check is under way
        }
        servers.put(values[0], row);
      }
    }
    return servers;
  }

  private String ask(String command) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap(command.getBytes(US_ASCII)));
      return new String(Channels.newInputStream(channel).readAllBytes(), US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
