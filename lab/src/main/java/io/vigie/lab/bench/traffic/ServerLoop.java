package io.vigie.lab.bench.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One thread that serves requests. The kernel spreads connections over the loops' listeners
 * (SO_REUSEPORT).
 *
 * <p>Thread rule: {@link #listen} before the loop runs or on it, {@link #execute} from anywhere.
 */
final class ServerLoop implements Runnable {

  private static final int BACKLOG = 4096;
  private static final int CHUNK_BYTES = 256 * 1024;

  /** What must be done on the loop, and may fail. */
  @FunctionalInterface
  interface Task {

    /** Does it. */
    void run() throws IOException;
  }

  private final Selector selector = Selector.open();
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
  private final ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_BYTES);
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Map<Integer, Listener> listeners = new HashMap<>();

  private record Listener(ServerSocketChannel channel, Set<Served> clients) {}

  ServerLoop() throws IOException {}

  /** Listens for the server with this index; answers the port. */
  int listen(int index, InetSocketAddress at) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    channel.bind(at, BACKLOG);
    channel.configureBlocking(false);
    Listener listener = new Listener(channel, new HashSet<>());
    channel.register(selector, SelectionKey.OP_ACCEPT, listener);
    listeners.put(index, listener);
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  /** Ends this server and resets its clients. */
  void kill(int index) throws IOException {
    Listener listener = Objects.requireNonNull(listeners.remove(index), "no such server");
    listener.channel().close();
    for (Served client : listener.clients()) {
      client.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      client.channel.close();
    }
    selector.selectNow(); // a socket is closed for good when its selector has forgotten it
  }

  /** Does this on the loop; the future tells when that is done, or why it failed. */
  CompletableFuture<Void> execute(Task task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    tasks.add(
        () -> {
          try {
            task.run();
            done.complete(null);
          } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    selector.wakeup();
    return done;
  }

  @Override
  public void run() {
    try {
      while (true) {
        selector.select(this::serve);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(SelectionKey key) {
    if (key.attachment() instanceof Listener listener) {
      accept(listener);
      return;
    }
    Served client = (Served) key.attachment();
    try {
      if (key.isWritable()) {
        client.write(key, zeros);
      }
      if (key.isReadable() && !client.read(key, readBuffer, zeros)) {
        end(client);
      }
    } catch (IOException _) {
      end(client); // a reset is an end like any other
    }
  }

  private void accept(Listener listener) {
    try {
      SocketChannel channel = listener.channel().accept();
      while (channel != null) {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Served client = new Served(channel, listener.clients());
        listener.clients().add(client);
        channel.register(selector, SelectionKey.OP_READ, client);
        channel = listener.channel().accept();
      }
    } catch (IOException e) {
      System.err.println("accept: " + e.getMessage());
    }
  }

  private static void end(Served client) {
    client.siblings.remove(client);
    try {
      client.channel.close();
    } catch (IOException e) {
      System.err.println("close: " + e.getMessage());
    }
  }
}
