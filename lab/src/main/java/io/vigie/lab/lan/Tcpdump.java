package io.vigie.lab.lan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What passes the interface of a host, written to a file, each packet at once. */
public final class Tcpdump implements AutoCloseable {

  private final Path file;
  private final Daemon program;

  /**
   * Starts it, and waits until it listens.
   *
   * @param directory for its files
   * @param filter which packets, in the words of pcap-filter(7)
   */
  public Tcpdump(Lan lan, String host, Path directory, String filter)
      throws IOException, InterruptedException {
    file = directory.resolve("capture-" + host + ".pcap");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("tcpdump", "-i", "eth0", "-n", "-U", "-Z", "root", "--immediate-mode"));
    command.addAll(List.of("-w", file.toString(), filter));
    program = new Daemon(lan, host, directory.resolve("tcpdump-" + host + ".log"), command);
    try {
      Patience.until("tcpdump listens", () -> program.said().contains("listening on"));
    } catch (IOException | InterruptedException e) {
      program.close();
      throw e;
    }
  }

  /** Where the packets are. */
  public Path file() {
    return file;
  }

  /** Ends it in order: the file is whole then. */
  public void end() throws IOException {
    program.end();
  }

  @Override
  public void close() {
    program.close();
  }
}
