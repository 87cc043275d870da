package io.vigie.kube.watch;

import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The way from the client's threads to the reader's context. Several changes of one object are one,
 * the latest, in the place of the first: so no more wait than there are objects, and what was there
 * when a kind was listed is read before that is said.
 *
 * <p>Thread rule: {@link #push} from anywhere; all else on the reader's context.
 */
final class Changes {

  private static final int AT_ONCE = 50;
  private static final long PORTION_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Context context;
  private final Consumer<Change> reader;
  private final Runnable idle;

  /** By kind and key; guarded by itself. */
  private final Map<String, Change> pending = new LinkedHashMap<>();

  private boolean draining;
  private boolean closed;

  /**
   * Nothing waits yet.
   *
   * @param idle called when nothing waits any more
   */
  Changes(Context context, Consumer<Change> reader, Runnable idle) {
    this.context = context;
    this.reader = reader;
    this.idle = idle;
  }

  /** Something came. */
  void push(Change change) {
    boolean begin;
    synchronized (pending) {
      if (closed) {
        return;
      }
      pending.put(change.kind() + " " + change.key(), change);
      begin = !draining;
      draining = true;
    }
    if (begin) {
      context.runOnContext(_ -> drain());
    }
  }

  /** The reader is not called any more. */
  void close() {
    synchronized (pending) {
      closed = true;
      pending.clear();
    }
  }

  private void drain() {
    long end = System.nanoTime() + PORTION_NANOS;
    boolean more = true;
    while (more && System.nanoTime() - end < 0) {
      for (Change change : take()) {
        reader.accept(change);
      }
      synchronized (pending) {
        more = !pending.isEmpty();
        draining = more;
      }
    }
    if (more) { // by a timer, or the event loop would not look at its sockets in between
      context.owner().setTimer(1, _ -> drain());
    } else {
      idle.run();
    }
  }

  private List<Change> take() {
    synchronized (pending) {
      List<Change> some = new ArrayList<>(AT_ONCE);
      var all = pending.values().iterator();
      while (all.hasNext() && some.size() < AT_ONCE) {
        some.add(all.next());
        all.remove();
      }
      return some;
    }
  }
}
