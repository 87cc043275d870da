package io.vigie.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Connections that anybody on this machine has begun, from {@code ActiveOpens} of {@code
 * /proc/net/snmp} (RFC 1213 tcpActiveOpens). HAProxy resets a plain TCP check before the handshake
 * ends, so a listener never sees it; this counter does.
 */
final class TcpOpens {

  private static final Path SNMP = Path.of("/proc/net/snmp");

  private TcpOpens() {}

  static long soFar() throws IOException {
    return soFar(Files.readAllLines(SNMP));
  }

  /** The same of the file's lines: names and values of a protocol stand below each other. */
  static long soFar(List<String> lines) throws IOException {
    List<List<String>> tcp =
        lines.stream()
            .filter(line -> line.startsWith("Tcp:"))
            .map(line -> Arrays.asList(line.split(" ", -1)))
            .toList();
    int column = tcp.isEmpty() ? -1 : tcp.getFirst().indexOf("ActiveOpens");
    if (column < 0 || tcp.size() < 2) {
      throw new IOException(SNMP + " has no ActiveOpens of Tcp");
    }
    return Long.parseLong(tcp.get(1).get(column));
  }
}
