package io.vigie.cli.up;

import io.vigie.cli.Terminal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/**
 * What was opened, to be closed in the reverse order, once. Thread-safe: the end may come while
 * something is being opened, and then comes after it.
 */
final class Undo implements AutoCloseable {

  private final Terminal terminal;
  private final Deque<Opened> opened = new ArrayDeque<>();
  private boolean closed;

  Undo(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Opens something that is to be closed at the end.
   *
   * @param what for people, if it cannot be closed
   * @throws CancellationException if the end has come
   */
  synchronized <R extends AutoCloseable> R open(String what, Callable<R> open) throws Exception {
    if (closed) {
      throw new CancellationException("the end has come before " + what);
    }
    R resource = open.call();
    opened.push(new Opened(what, resource));
    return resource;
  }

  /** Closes everything. What fails is said, and does not keep the rest from being closed. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!opened.isEmpty()) {
      Opened last = opened.pop();
      try {
        last.resource().close();
      } catch (Exception e) {
        terminal.note("while ending " + last.what() + ": " + e);
      }
    }
  }

  private record Opened(String what, AutoCloseable resource) {}
}
