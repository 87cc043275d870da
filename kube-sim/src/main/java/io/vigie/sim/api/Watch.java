package io.vigie.sim.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.cluster.Target;
import io.vigie.sim.store.Change;
import io.vigie.sim.store.Json;
import io.vigie.sim.store.ObjectStore;
import io.vigie.sim.store.Refusal;
import io.vigie.sim.store.Stored;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * One open watch: a place in the history, from which it reads as fast as its client does. It keeps
 * no events, so a slow client costs nothing, and is cut when the history has gone on without it.
 *
 * <p>Thread rule: the context of the server.
 */
final class Watch {

  private static final String DEFINITIONS = "customresourcedefinitions";
  private static final int AT_ONCE = 1_000;

  private final ObjectStore store;
  private final Target target;
  private final Predicate<Stored> fits;
  private final Shown shown;
  private final Sink sink;
  private final Runnable onMore;
  private final Runnable onEnd;
  private Iterator<Stored> initial = List.<Stored>of().iterator();
  private long at;
  private boolean marksInitialEnd;
  private boolean ended;
  private long fullSince;

  /**
   * Not begun.
   *
   * @param onMore called when there is more to write than it writes in one go
   * @param onEnd called once, when it is over
   */
  Watch(
      ObjectStore store,
      Target target,
      Predicate<Stored> fits,
      Shown shown,
      Sink sink,
      Runnable onMore,
      Runnable onEnd) {
    this.store = store;
    this.target = target;
    this.fits = fits;
    this.shown = shown;
    this.sink = sink;
    this.onMore = onMore;
    this.onEnd = onEnd;
    sink.onDrain(this::pump);
  }

  /**
   * Begins.
   *
   * @param first what is there at the beginning
   * @param version what it is as of
   * @param marksEnd whether the end of them is told
   */
  void begin(List<Stored> first, long version, boolean marksEnd) {
    initial = first.iterator();
    at = version;
    marksInitialEnd = marksEnd;
    pump();
  }

  /** Begins after a version that its client knows. */
  void goOn(long version) {
    at = version;
    if (version < store.knownSince() || version > store.version()) {
      expired();
    } else {
      pump();
    }
  }

  /** Writes what there is, for as long as the client reads. */
  void pump() {
    for (int i = 0; i < AT_ONCE && !ended && !sink.isFull(); i++) {
      if (!step()) {
        return;
      }
    }
    if (!ended && !sink.isFull()) {
      onMore.run();
    }
  }

  /** Tells how far it has come. */
  void bookmark() {
    if (!ended && !initial.hasNext() && !sink.isFull()) {
      sink.write(shown.bookmark(at, false));
    }
  }

  /** Cuts it if the client has not read for so long. */
  void cutIfStuck(long nowMillis, long mostMillis) {
    if (!sink.isFull()) {
      fullSince = 0;
    } else if (fullSince == 0) {
      fullSince = nowMillis;
    } else if (nowMillis - fullSince > mostMillis) {
      over(true);
    }
  }

  /** Ends it, as its time is over. */
  void end() {
    over(false);
  }

  /** The client is gone. */
  void closed() {
    if (!ended) {
      ended = true;
      onEnd.run();
    }
  }

  private boolean step() {
    if (initial.hasNext()) {
      sink.write(shown.event("ADDED", shown.one(initial.next())));
      return true;
    }
    if (marksInitialEnd) {
      marksInitialEnd = false;
      sink.write(shown.bookmark(at, true));
      return true;
    }
    Change change = store.at(at + 1);
    if (change != null) {
      at++;
      tell(change);
      return true;
    }
    if (at < store.version()) {
      expired();
    }
    return false;
  }

  private void tell(Change change) {
    Stored object = change.object();
    if (change.type() == Change.Type.DELETED
        && object.key().resource().plural().equals(DEFINITIONS)
        && object.key().name().equals(definition())) {
      awaitGone();
      return;
    }
    if (!object.key().resource().equals(target.type().resource())
        || (!target.namespace().isEmpty()
            && !target.namespace().equals(object.key().namespace()))) {
      return;
    }
    Stored old = change.before();
    boolean before = old != null && fits.test(old);
    boolean after = change.type() != Change.Type.DELETED && fits.test(object);
    if (after) {
      sink.write(shown.event(before ? "MODIFIED" : "ADDED", shown.one(object)));
    } else if (before) {
      sink.write(shown.event("DELETED", last(change)));
    }
  }

  /** The object as it last fitted, with the version of the change. */
  private byte[] last(Change change) {
    if (change.type() == Change.Type.DELETED) {
      return shown.one(change.object());
    }
    return shown.one(change.beforeAtVersion());
  }

  private String definition() {
    return target.type().resource().toString();
  }

  /** The kind is gone: its objects go in the changes that follow, then nothing more comes. */
  private void awaitGone() {
    Change next = store.at(at + 1);
    while (next != null
        && next.type() == Change.Type.DELETED
        && next.object().key().resource().equals(target.type().resource())) {
      at++;
      tell(next);
      next = store.at(at + 1);
    }
    over(false);
  }

  private void expired() {
    sink.write(shown.event("ERROR", Json.bytes(tooOld(at, store.knownSince()))));
    over(false);
  }

  private static ObjectNode tooOld(long asked, long known) {
    return Statuses.of(
        Refusal.expired("too old resource version: %d (%d)".formatted(asked, known)));
  }

  private void over(boolean atOnce) {
    if (!ended) {
      ended = true;
      if (atOnce) {
        sink.cut();
      } else {
        sink.end();
      }
      onEnd.run();
    }
  }
}
