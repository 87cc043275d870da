package io.vigie.vrrp.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** What a host's interface sees, by tcpdump: a third party that knows nothing of our code. */
final class Capture implements AutoCloseable {

  private static final int LIMIT_SECONDS = 10;

  private final Path packets;
  private final Path log;
  private final Process tcpdump;

  private Capture(Namespaces all, String host, Path directory, String filter) throws IOException {
    packets = directory.resolve(host + ".pcap");
    log = directory.resolve(host + ".log");
    tcpdump =
        new ProcessBuilder(
                all.at(
                    host,
                    "tcpdump",
                    "-n",
                    "-U",
                    "-Z",
                    "root",
                    "--immediate-mode",
                    "-i",
                    Namespaces.NIC,
                    "-w",
                    packets.toString(),
                    filter))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
  }

  /** Begins; returns once packets are seen. */
  static Capture begin(Namespaces all, String host, Path directory, String filter)
      throws IOException {
    Capture capture = new Capture(all, host, directory, filter);
    Awaitility.await("tcpdump listens")
        .atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
        .until(() -> Files.readString(capture.log).contains("listening on"));
    return capture;
  }

  /** What tcpdump tells of each packet so far: a line, with {@code -v} two. */
  List<String> shown(String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("tcpdump", "-n", "-t", "-r"));
    command.add(packets.toString());
    command.addAll(List.of(options));
    return Commands.run(command).lines().filter(line -> !line.startsWith("reading from")).toList();
  }

  /** Waits until there are so many lines, and answers them. */
  List<String> await(int lines, String... options) {
    return Awaitility.await(lines + " lines of packets")
        .atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
        .until(() -> shown(options), shown -> shown.size() >= lines);
  }

  @Override
  public void close() {
    tcpdump.destroy();
    tcpdump.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }
}
