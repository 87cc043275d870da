package io.vigie.health.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP server on loopback whose behaviour can be changed at any time, and that counts its clients.
 *
 * <p>Thread rule: any thread. One virtual thread per connection.
 */
public final class ScriptedServer implements AutoCloseable {

  private static final int BACKLOG = 1024;

  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Thread acceptor = Thread.ofVirtual().name("accept").unstarted(this::accept);
  private final Queue<String> endings = new ConcurrentLinkedQueue<>();
  private volatile Behaviour behaviour;

  private ScriptedServer(ServerSocket listener, Behaviour behaviour) {
    this.listener = listener;
    this.behaviour = behaviour;
  }

  public static ScriptedServer start(Behaviour behaviour) {
    return start(InetAddress.getLoopbackAddress(), 0, behaviour);
  }

  /** A server at one address; port 0 takes any. */
  public static ScriptedServer start(InetAddress address, int port, Behaviour behaviour) {
    try {
      ServerSocket listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(address, port), BACKLOG);
      ScriptedServer server = new ScriptedServer(listener, behaviour);
      server.acceptor.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Connections taken so far. */
  public int accepted() {
    return accepted.get();
  }

  /** From the next connection on. */
  public void become(Behaviour next) {
    behaviour = next;
  }

  /** How connections ended that did not end as planned: {@code Connection reset}. */
  public Queue<String> endings() {
    return endings;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        accepted.incrementAndGet();
        Thread.ofVirtual().name("serve").start(() -> serve(socket));
      } catch (IOException e) {
        endings.add("accept: " + e.getMessage()); // closed: the loop's condition ends it
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      behaviour.serve(socket);
    } catch (IOException e) {
      endings.add(String.valueOf(e.getMessage()));
    } finally {
      sockets.remove(socket);
    }
  }

  /** Refuses from now on, and cuts what is open; the same as the end. */
  public void stop() {
    try {
      listener.close();
      acceptor.join(); // the port is open for as long as a virtual thread is in accept()
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the port was closed", e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
