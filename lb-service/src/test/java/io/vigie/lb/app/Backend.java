package io.vigie.lb.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A real server on its own loopback address: says its name, a line, then echoes. */
final class Backend implements AutoCloseable {

  final String name;
  final AtomicInteger accepted = new AtomicInteger();
  private final InetAddress address;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final int port;
  private ServerSocket socket;

  Backend(String name, String address) throws IOException {
    this(name, address, 0);
  }

  Backend(String name, String address, int port) throws IOException {
    this.name = name;
    this.address = InetAddress.getByName(address);
    this.socket = new ServerSocket(port, 256, this.address);
    this.port = socket.getLocalPort();
    serve(socket);
  }

  int port() {
    return port;
  }

  String host() {
    return address.getHostAddress();
  }

  /** As a killed process: connects are refused, connections reset. */
  void kill() throws IOException {
    socket.close();
    for (Socket s : open) {
      reset(s);
    }
    open.clear();
  }

  void start() throws IOException {
    socket = new ServerSocket(port, 256, address);
    serve(socket);
  }

  private void serve(ServerSocket on) {
    Thread.ofVirtual()
        .start(
            () -> {
              while (!on.isClosed()) {
                try {
                  Socket client = on.accept();
                  accepted.incrementAndGet();
                  open.add(client);
                  Thread.ofVirtual().start(() -> echo(client));
                } catch (IOException e) {
                  return; // closed: the server is over
                }
              }
            });
  }

  private static void reset(Socket client) throws IOException {
    if (!client.isClosed()) {
      client.setSoLinger(true, 0);
      client.close();
    }
  }

  private void echo(Socket client) {
    try (client) {
      OutputStream out = client.getOutputStream();
      out.write((name + "\n").getBytes(StandardCharsets.US_ASCII));
      InputStream in = client.getInputStream();
      in.transferTo(out);
    } catch (IOException e) {
      return; // reset by the other side, or by kill
    } finally {
      open.remove(client);
    }
  }

  @Override
  public void close() throws IOException {
    kill();
  }
}
