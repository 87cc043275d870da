package io.vigie.lab.bench.proxy;

import io.vigie.lab.bench.Child;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A proxy that runs.
 *
 * @param name of the product
 * @param process what is measured, with the processes it has started
 * @param others what runs beside it and is not
 * @param targets where it listens
 */
record Proxy(String name, Child process, List<Child> others, List<InetSocketAddress> targets)
    implements Way, AutoCloseable {

  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int CONNECT_MILLIS = 1_000;
  private static final int LOOK_MILLIS = 20;

  /** Finds out whether connections are taken. */
  @FunctionalInterface
  interface Probe {

    /** Whether they are. */
    boolean takes(InetSocketAddress target) throws IOException;
  }

  /** Its process and those that this one has started. */
  @Override
  public List<Long> pids() {
    List<Long> pids = new ArrayList<>(List.of(process.pid()));
    ProcessHandle.of(process.pid()).stream()
        .flatMap(ProcessHandle::descendants)
        .map(ProcessHandle::pid)
        .forEach(pids::add);
    return pids;
  }

  @Override
  public List<Long> pidsOfAll() {
    List<Long> all = pids();
    others.forEach(other -> all.add(other.pid()));
    return all;
  }

  /** Waits until it takes connections from here. */
  void awaitListening() throws IOException, InterruptedException {
    awaitListening(Proxy::takes);
  }

  /** The same from elsewhere. */
  void awaitListening(Probe probe) throws IOException, InterruptedException {
    long end = System.nanoTime() + START_NANOS;
    for (InetSocketAddress target : targets) {
      while (!probe.takes(target)) {
        if (!process.isAlive() || end - System.nanoTime() < 0) {
          throw new IOException(name + " does not listen; it says:\n" + process.said().strip());
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }
  }

  private static boolean takes(InetSocketAddress target) {
    try (Socket probe = new Socket()) {
      probe.connect(target, CONNECT_MILLIS);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() {
    process.close();
    others.forEach(Child::close);
  }
}
