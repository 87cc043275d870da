package io.vigie.lab.direct;

import io.vigie.lab.lan.InNamespace;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** On a host of its own: says its name and where its client is, in a line, and echoes. */
final class NamedServer implements AutoCloseable {

  private final String name;
  private final ServerSocket socket;

  /** On this port of every address of the host. */
  NamedServer(String name, String namespace, int port) throws Exception {
    this.name = name;
    this.socket = InNamespace.run(namespace, () -> new ServerSocket(port, 256));
    Thread.ofVirtual().start(this::serve);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> echo(client));
      } catch (IOException e) {
        return; // closed: the server is over
      }
    }
  }

  private void echo(Socket client) {
    try (client) {
      String line = name + " " + client.getInetAddress().getHostAddress() + "\n";
      client.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      return; // a probe, or a client that was reset
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
